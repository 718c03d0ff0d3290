CREATE TABLE "display_capture" (
	"id" text PRIMARY KEY NOT NULL,
	"display" text NOT NULL,
	"wall" text NOT NULL,
	"taken_at" bigint NOT NULL,
	"view" jsonb NOT NULL,
	"body" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "display_exposure" (
	"display" text PRIMARY KEY NOT NULL,
	"updated_at" bigint NOT NULL,
	"exposure" jsonb NOT NULL
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "display_glass" (
	"display" text PRIMARY KEY NOT NULL,
	"node" text NOT NULL,
	"written_at" bigint NOT NULL,
	"connected" boolean NOT NULL,
	"connected_at" bigint NOT NULL,
	"alive_at" bigint NOT NULL,
	"left_at" bigint,
	"heard_at" bigint,
	"frames_at" bigint,
	"lag_ms" integer,
	"report" jsonb
) WITH (fillfactor = 40, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
--> statement-breakpoint
CREATE INDEX "display_capture_of" ON "display_capture" USING btree ("display","taken_at");