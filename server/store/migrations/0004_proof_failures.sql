CREATE TABLE "proof_failure" (
	"key" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"last_at" bigint NOT NULL,
	"wait_until" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "person_session" ADD COLUMN "offered_secret" "bytea";--> statement-breakpoint
CREATE INDEX "proof_failure_last" ON "proof_failure" USING brin ("last_at");