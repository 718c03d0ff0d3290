CREATE TABLE "media_file" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sha256" text NOT NULL,
	"blurred_sha256" text NOT NULL,
	"type" text NOT NULL,
	"bytes" integer NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"area" text,
	"classification" text NOT NULL,
	"name" text NOT NULL,
	"uploader" text NOT NULL,
	"uploaded_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "media_file_sha256" ON "media_file" USING btree ("sha256");--> statement-breakpoint
CREATE INDEX "media_file_uploader" ON "media_file" USING btree ("uploader");