-- The rows' data come as one JSON array: written once and parsed once, with no second escaping of every text in an array literal.
DROP FUNCTION log_commit;
--> statement-breakpoint
-- One batch in one round trip: a writer that stalls halfway would otherwise hold the log for everyone.
--
-- The head row is locked first and until the commit is on disk. So numbers are dense, their order is the order of commits
-- (LOG1), and whoever looks for a publisher's key sees every batch before its own (LOG2). Arrays of one group are parallel.
-- `a_key` holds no value twice: the caller has found the duplicates within the batch and counts them in `c_duplicate`.
CREATE FUNCTION log_commit(
	writer text,
	a_kind text[], a_entity text[], a_id text[], a_area text[], a_classification text[], a_occurred_at bigint[], a_received_at bigint[],
	a_source text[], a_actor text[], a_drill boolean[], a_data jsonb, a_retention text[], a_key text[],
	q_id uuid[], q_source text[], q_received_at bigint[], q_channel text[], q_body bytea[], q_reason text[], q_pointer text[],
	c_source text[], c_at bigint[], c_duplicate integer[], c_refused integer[],
	OUT before bigint, OUT stored integer, OUT committed_at bigint, OUT duplicates json
)
LANGUAGE plpgsql
-- A plan made while publisher_key was empty must not read all of it when it no longer is.
SET enable_seqscan = off
AS $$
#variable_conflict use_column
DECLARE
	head bigint;
	now_ms bigint;
	fresh_count integer;
	known_keys json;
BEGIN
	SELECT log_head.seq INTO STRICT head FROM log_head FOR UPDATE;
	now_ms := floor(extract(epoch FROM clock_timestamp()) * 1000);

	WITH arrival AS MATERIALIZED (
		SELECT a.*, (SELECT k.seq FROM publisher_key k WHERE k.source = a.source AND k.key = a.key) AS known
		FROM ROWS FROM (
			unnest(
				a_kind, a_entity, a_id, a_area, a_classification, a_occurred_at, a_received_at,
				a_source, a_actor, a_drill, a_retention, a_key
			),
			jsonb_array_elements(a_data)
		) WITH ORDINALITY AS a(
			kind, entity, id, area, classification, occurred_at, received_at,
			source, actor, drill, retention, key, data, place
		)
	), fresh AS MATERIALIZED (
		SELECT arrival.*, head + row_number() OVER (ORDER BY place) AS seq FROM arrival WHERE known IS NULL
	), entered AS (
		INSERT INTO log_entry (
			seq, kind, entity, id, area, classification, occurred_at, received_at, committed_at, source, actor, drill, data, retention
		)
		SELECT
			seq, kind, entity, id, area, classification, occurred_at, received_at, now_ms, source, actor, drill, data, retention
		FROM fresh ORDER BY seq
	), keyed AS (
		INSERT INTO publisher_key (source, key, seq, at)
		SELECT source, key, seq, now_ms FROM fresh WHERE key IS NOT NULL
	), detained AS (
		INSERT INTO quarantine (id, source, received_at, channel, body, reason, pointer)
		SELECT * FROM unnest(q_id, q_source, q_received_at, q_channel, q_body, q_reason, q_pointer)
		ON CONFLICT DO NOTHING
		RETURNING id
	), counted AS (
		INSERT INTO ledger AS l (source, minute, received, stored, duplicate, quarantined, refused)
		SELECT source, at - at % 60000, sum(stored + duplicate + quarantined + refused), sum(stored), sum(duplicate), sum(quarantined), sum(refused)
		FROM (
			SELECT source, received_at AS at, (known IS NULL)::integer AS stored, (known IS NOT NULL)::integer AS duplicate, 0 AS quarantined, 0 AS refused
			FROM arrival
			UNION ALL
			SELECT q.source, q.at, 0, (d.id IS NULL)::integer, (d.id IS NOT NULL)::integer, 0
			FROM unnest(q_id, q_source, q_received_at) AS q(id, source, at) LEFT JOIN detained d ON d.id = q.id
			UNION ALL
			SELECT c.source, c.at, 0, c.duplicate, 0, c.refused
			FROM unnest(c_source, c_at, c_duplicate, c_refused) AS c(source, at, duplicate, refused)
		) AS received
		GROUP BY source, at - at % 60000
		ON CONFLICT (minute, source) DO UPDATE SET
			received = l.received + excluded.received, stored = l.stored + excluded.stored, duplicate = l.duplicate + excluded.duplicate,
			quarantined = l.quarantined + excluded.quarantined, refused = l.refused + excluded.refused
	)
	SELECT (SELECT count(*) FROM fresh), (SELECT json_agg(json_build_array(place - 1, known)) FROM arrival WHERE known IS NOT NULL)
	INTO fresh_count, known_keys;

	IF fresh_count > 0 THEN
		UPDATE log_head SET seq = head + fresh_count;
		PERFORM pg_notify('log', (head + fresh_count) || ' ' || writer);
	END IF;
	before := head;
	stored := fresh_count;
	committed_at := now_ms;
	duplicates := coalesce(known_keys, '[]'::json);
END
$$;
