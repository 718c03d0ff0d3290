CREATE SCHEMA "audit";
--> statement-breakpoint
CREATE TABLE "access_applied" (
	"change" bigint NOT NULL,
	"node" text NOT NULL,
	"sockets" integer NOT NULL,
	"took_ms" integer NOT NULL,
	CONSTRAINT "access_applied_change_node_pk" PRIMARY KEY("change","node")
);
--> statement-breakpoint
CREATE TABLE "access_change" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" bigint NOT NULL,
	"subject_kind" text NOT NULL,
	"subject" text NOT NULL,
	"reason" text NOT NULL,
	"by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit"."checkpoint" (
	"n" bigint PRIMARY KEY NOT NULL,
	"at" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	"key" text NOT NULL,
	"signature" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit"."entry" (
	"n" bigint PRIMARY KEY NOT NULL,
	"at" bigint NOT NULL,
	"node" text NOT NULL,
	"actor" text NOT NULL,
	"actor_name" text NOT NULL,
	"action" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject" text NOT NULL,
	"outcome" text NOT NULL,
	"purpose" text,
	"detail" jsonb NOT NULL,
	"previous_hash" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit"."key" (
	"id" text PRIMARY KEY NOT NULL,
	"public_key" text NOT NULL,
	"since" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "display" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"wall" text NOT NULL,
	"position" text NOT NULL,
	"token_hash" "bytea",
	"token_at" bigint NOT NULL,
	"previous_hash" "bytea",
	"previous_until" bigint,
	"seen_at" bigint,
	"created_at" bigint NOT NULL,
	"approved_by" text NOT NULL,
	"revoked_at" bigint,
	"revoked_by" text,
	CONSTRAINT "display_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "one_time_link" (
	"token_hash" "bytea" PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"person" uuid,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"used_at" bigint
);
--> statement-breakpoint
CREATE TABLE "pairing" (
	"device_hash" "bytea" PRIMARY KEY NOT NULL,
	"user_code" text NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"display" text,
	"taken_at" bigint,
	CONSTRAINT "pairing_user_code_unique" UNIQUE("user_code")
);
--> statement-breakpoint
CREATE TABLE "person" (
	"id" uuid PRIMARY KEY NOT NULL,
	"login" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"unit" text,
	"areas" jsonb,
	"password_hash" text,
	"password_at" bigint,
	"totp_secret" "bytea",
	"totp_step" bigint,
	"oidc_subject" text,
	"created_at" bigint NOT NULL,
	"created_by" text NOT NULL,
	"disabled_at" bigint,
	CONSTRAINT "person_login_unique" UNIQUE("login"),
	CONSTRAINT "person_oidc_subject_unique" UNIQUE("oidc_subject")
);
--> statement-breakpoint
CREATE TABLE "person_session" (
	"token_hash" "bytea" PRIMARY KEY NOT NULL,
	"id" uuid NOT NULL,
	"person" uuid NOT NULL,
	"stage" text NOT NULL,
	"created_at" bigint NOT NULL,
	"seen_at" bigint NOT NULL,
	"proven_at" bigint,
	"expires_at" bigint NOT NULL,
	"ended_at" bigint,
	"ended_why" text,
	"user_agent" text NOT NULL,
	CONSTRAINT "person_session_id_unique" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "recovery_code" (
	"person" uuid NOT NULL,
	"code_hash" "bytea" NOT NULL,
	"used_at" bigint,
	CONSTRAINT "recovery_code_person_code_hash_pk" PRIMARY KEY("person","code_hash")
);
--> statement-breakpoint
CREATE TABLE "wall" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"audience" text NOT NULL,
	"audience_at" bigint NOT NULL,
	"audience_by" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "display" ADD CONSTRAINT "display_wall_wall_id_fk" FOREIGN KEY ("wall") REFERENCES "public"."wall"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "one_time_link" ADD CONSTRAINT "one_time_link_person_person_id_fk" FOREIGN KEY ("person") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairing" ADD CONSTRAINT "pairing_display_display_id_fk" FOREIGN KEY ("display") REFERENCES "public"."display"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_session" ADD CONSTRAINT "person_session_person_person_id_fk" FOREIGN KEY ("person") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_code" ADD CONSTRAINT "recovery_code_person_person_id_fk" FOREIGN KEY ("person") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_entry_subject" ON "audit"."entry" USING btree ("subject_kind","subject","n");--> statement-breakpoint
CREATE INDEX "audit_entry_actor" ON "audit"."entry" USING btree ("actor","n");--> statement-breakpoint
CREATE INDEX "display_wall" ON "display" USING btree ("wall");--> statement-breakpoint
CREATE INDEX "person_session_person" ON "person_session" USING btree ("person");