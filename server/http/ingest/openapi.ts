import { z } from 'zod';
import {
  INGEST_SURFACES,
  INGEST_VERSION,
  IngestAnswer,
  type IngestSurface,
  MAX_BATCH_BYTES,
  MAX_BATCH_ITEMS,
  MAX_ITEM_BYTES,
  Problem,
  SURFACE_NAMES,
} from '../../../shared/contract/ingest.ts';

type Json = { [key: string]: unknown };

const { $schema: _dialect, ...answerSchema } = z.toJSONSchema(IngestAnswer) as Json;
const { $schema: _sameDialect, ...problemSchema } = z.toJSONSchema(Problem) as Json;

/** JSON Schema 2020-12 of one item, as it is posted. */
export function schemaDocument(surface: IngestSurface): Json {
  const { schema, post } = INGEST_SURFACES[surface];
  return { $id: `/ingest/v1/schemas/${schema}.json`, title: schema, ...(z.toJSONSchema(post, { io: 'input' }) as Json) };
}

const LIMITS = `An item is smaller than ${MAX_ITEM_BYTES} bytes; a request has at most ${MAX_BATCH_ITEMS} items and ${MAX_BATCH_BYTES} bytes.`;

/** OpenAPI 3.1 of the ingest surface, made from the Zod contract (QN-10.1, AG-16.3: a published API standard). */
export function openApiDocument(): Json {
  const schemas: Json = { 'ingest-answer': answerSchema, problem: problemSchema };
  for (const surface of SURFACE_NAMES) {
    const { $schema: _, $id: __, ...schema } = schemaDocument(surface);
    schemas[INGEST_SURFACES[surface].schema] = schema;
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tiếp nhận dữ liệu vào Trung tâm Điều hành thông minh · Ingest into the Intelligent Operations Centre',
      version: `${INGEST_VERSION}.0.0`,
      description: `${LIMITS} A 2xx means: committed. Sign each attempt anew with its own time; the very same signed delivery is refused with 409, a newly signed one with the same webhook-id is answered with what became of it.`,
    },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    paths: Object.fromEntries(SURFACE_NAMES.map((surface) => [`/ingest/v1/${surface}`, { post: operation(surface) }])),
    components: { schemas, securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'The token of one source.' } } },
  };
}

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const header = (name: string, description: string, required: boolean): Json => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string' },
});
const problem = (description: string): Json => ({ description, content: { 'application/problem+json': { schema: ref('problem') } } });
const answer = (description: string): Json => ({ description, content: { 'application/json': { schema: ref('ingest-answer') } } });

function operation(surface: IngestSurface): Json {
  const { schema, post } = INGEST_SURFACES[surface];
  const item = ref(schema);
  return {
    operationId: `post-${surface}`,
    summary: post.description,
    security: [{ token: [] }],
    parameters: [
      header('webhook-id', 'Your id of this delivery; the same when it is sent again.', true),
      header('webhook-timestamp', 'Seconds since 1970 of this attempt; within 5 minutes of this centre’s clock.', true),
      header('webhook-signature', '`v1,` and the base64 of HMAC-SHA-256 over `<webhook-id>.<webhook-timestamp>.<body>`.', true),
      header('idempotency-key', 'Stands in for the webhook-id in naming items that have no id of their own.', false),
    ],
    requestBody: {
      required: true,
      content: {
        'application/json': { schema: { oneOf: [item, { type: 'array', items: item, maxItems: MAX_BATCH_ITEMS }] } },
        'application/x-ndjson': { schema: { type: 'string', description: 'One JSON object a line, UTF-8.' } },
      },
    },
    responses: {
      200: answer('All of it was known already.'),
      201: answer('Stored; what was known already says so.'),
      207: answer('Some items are in quarantine, with the reason.'),
      422: answer('All items are in quarantine, with the reason.'),
      400: problem('Not UTF-8, not JSON, a header that is not of its form.'),
      401: problem('No token, an unknown one, no signature.'),
      403: problem('The signature does not match, or its time is out of tolerance.'),
      409: problem('This very signed delivery was taken before.'),
      413: problem(LIMITS),
      415: problem('Neither application/json nor application/x-ndjson, or compressed.'),
      429: problem('Overloaded: see Retry-After. Camera alarms are refused last.'),
      503: problem('The database is down: see Retry-After.'),
    },
  };
}
