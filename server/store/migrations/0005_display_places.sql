ALTER TABLE "pairing" ADD COLUMN "address" text NOT NULL;--> statement-breakpoint
ALTER TABLE "pairing" ADD COLUMN "browser" text NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "display_place" ON "display" USING btree ("wall","position") WHERE revoked_at is null;