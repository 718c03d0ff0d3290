-- Nothing that was appended to the audit is ever changed or taken away: by triggers for everybody, the owner and superusers among
-- them, and by a role that has no right to anything but INSERT and SELECT, which the writer takes on for its transactions.
CREATE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'audit.% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.entry FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.checkpoint FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.key FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
--> statement-breakpoint
-- ALWAYS: a session that calls itself a replica does not get round them.
ALTER TABLE audit.entry ENABLE ALWAYS TRIGGER append_only;
--> statement-breakpoint
ALTER TABLE audit.checkpoint ENABLE ALWAYS TRIGGER append_only;
--> statement-breakpoint
ALTER TABLE audit.key ENABLE ALWAYS TRIGGER append_only;
--> statement-breakpoint
REVOKE ALL ON SCHEMA audit FROM PUBLIC;
--> statement-breakpoint
REVOKE ALL ON ALL TABLES IN SCHEMA audit FROM PUBLIC;
--> statement-breakpoint
REVOKE UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA audit FROM CURRENT_USER;
--> statement-breakpoint
-- Whether this user may now append as ioc_audit and as nobody else. Roles belong to the whole cluster: another database of it may
-- have made this one already, or be making it now. A user that may not create roles gets `false`, and the centre runs on, degraded
-- and saying so; asked again at each start, so that an administrator of the database can mend it.
CREATE FUNCTION audit.ensure_role() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'ioc_audit') THEN
		BEGIN
			CREATE ROLE ioc_audit NOLOGIN NOINHERIT;
		EXCEPTION
			WHEN duplicate_object OR unique_violation THEN NULL;
			WHEN insufficient_privilege THEN RETURN false;
		END;
	END IF;
	IF NOT pg_catalog.pg_has_role(current_user, 'ioc_audit', 'MEMBER') THEN
		BEGIN
			EXECUTE format('GRANT ioc_audit TO %I', current_user);
		EXCEPTION
			WHEN insufficient_privilege THEN RETURN false;
		END;
	END IF;
	IF NOT has_table_privilege('ioc_audit', 'audit.entry', 'INSERT') THEN
		GRANT USAGE ON SCHEMA audit TO ioc_audit;
		GRANT SELECT, INSERT ON audit.entry, audit.checkpoint, audit.key TO ioc_audit;
	END IF;
	BEGIN
		SET LOCAL ROLE ioc_audit;
		RESET ROLE;
	EXCEPTION
		WHEN insufficient_privilege THEN RETURN false;
	END;
	RETURN NOT has_table_privilege('ioc_audit', 'audit.entry', 'UPDATE')
		AND NOT has_table_privilege('ioc_audit', 'audit.entry', 'DELETE')
		AND NOT has_table_privilege('ioc_audit', 'audit.entry', 'TRUNCATE');
END
$$;
--> statement-breakpoint
SELECT audit.ensure_role();
