DROP TABLE "claim_link" CASCADE;--> statement-breakpoint
DROP TABLE "principal_session" CASCADE;--> statement-breakpoint
ALTER TABLE "display" ADD COLUMN "abandoned_hash" "bytea";