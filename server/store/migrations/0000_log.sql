CREATE TABLE "checkpoint" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"at" bigint NOT NULL,
	"version" integer NOT NULL,
	"body" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "claim_link" (
	"token_hash" "bytea" PRIMARY KEY NOT NULL,
	"principal" jsonb NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"used_at" bigint
);
--> statement-breakpoint
CREATE TABLE "ledger" (
	"source" text NOT NULL,
	"minute" bigint NOT NULL,
	"received" integer NOT NULL,
	"stored" integer NOT NULL,
	"duplicate" integer NOT NULL,
	"quarantined" integer NOT NULL,
	"refused" integer NOT NULL,
	CONSTRAINT "ledger_minute_source_pk" PRIMARY KEY("minute","source")
);
--> statement-breakpoint
CREATE TABLE "log_entry" (
	"seq" bigint NOT NULL,
	"kind" text NOT NULL,
	"entity" text NOT NULL,
	"id" text NOT NULL,
	"area" text,
	"classification" text NOT NULL,
	"occurred_at" bigint NOT NULL,
	"received_at" bigint NOT NULL,
	"committed_at" bigint NOT NULL,
	"source" text NOT NULL,
	"actor" text,
	"drill" boolean NOT NULL,
	"data" jsonb NOT NULL,
	"retention" text NOT NULL
) PARTITION BY LIST ("retention");
--> statement-breakpoint
-- Partitioning and its first branches are written by hand: drizzle-kit does not know them. Months are made by partitions.ts;
-- the default partitions take what has none yet, so that nothing is ever lost.
CREATE TABLE "log_entry_operational" PARTITION OF "log_entry" FOR VALUES IN ('operational') PARTITION BY RANGE ("received_at");
--> statement-breakpoint
CREATE TABLE "log_entry_operational_default" PARTITION OF "log_entry_operational" DEFAULT;
--> statement-breakpoint
CREATE TABLE "log_entry_record" PARTITION OF "log_entry" FOR VALUES IN ('record') PARTITION BY RANGE ("received_at");
--> statement-breakpoint
CREATE TABLE "log_entry_record_default" PARTITION OF "log_entry_record" DEFAULT;
--> statement-breakpoint
CREATE TABLE "log_entry_default" PARTITION OF "log_entry" DEFAULT;
--> statement-breakpoint
CREATE TABLE "log_head" (
	"one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"seq" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "log_head" ADD CONSTRAINT "log_head_one" CHECK ("one"), SET (fillfactor = 10);
--> statement-breakpoint
INSERT INTO "log_head" ("seq") VALUES (0);
--> statement-breakpoint
CREATE TABLE "principal_session" (
	"token_hash" "bytea" PRIMARY KEY NOT NULL,
	"principal" jsonb NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"revoked_at" bigint
);
--> statement-breakpoint
CREATE TABLE "publisher_key" (
	"source" text NOT NULL,
	"key" text NOT NULL,
	"seq" bigint NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "publisher_key_source_key_pk" PRIMARY KEY("source","key")
);
--> statement-breakpoint
CREATE TABLE "quarantine" (
	"id" uuid PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"received_at" bigint NOT NULL,
	"channel" text NOT NULL,
	"body" "bytea" NOT NULL,
	"reason" text NOT NULL,
	"pointer" text NOT NULL,
	"replayed_at" bigint,
	"replayed_by" text,
	"replayed_seqs" jsonb
);
--> statement-breakpoint
CREATE TABLE "source_credential" (
	"token_hash" "bytea" PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"signing_secret" text NOT NULL,
	"created_at" bigint NOT NULL,
	"revoked_at" bigint
);
--> statement-breakpoint
CREATE TABLE "webhook_seen" (
	"source" text NOT NULL,
	"webhook_id" text NOT NULL,
	"seen_at" bigint NOT NULL,
	CONSTRAINT "webhook_seen_source_webhook_id_pk" PRIMARY KEY("source","webhook_id")
);
--> statement-breakpoint
CREATE INDEX "log_entry_seq" ON "log_entry" USING btree ("seq");--> statement-breakpoint
CREATE INDEX "log_entry_received" ON "log_entry" USING btree ("received_at","seq");--> statement-breakpoint
CREATE INDEX "log_entry_subject" ON "log_entry" USING btree ("entity","id","seq");--> statement-breakpoint
CREATE INDEX "publisher_key_at" ON "publisher_key" USING brin ("at");--> statement-breakpoint
CREATE INDEX "quarantine_received" ON "quarantine" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "quarantine_open" ON "quarantine" USING btree ("received_at") WHERE replayed_at is null;--> statement-breakpoint
CREATE INDEX "webhook_seen_at" ON "webhook_seen" USING brin ("seen_at");