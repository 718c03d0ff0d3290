import express, { type ErrorRequestHandler, type Request, type Response, Router } from 'express';
import { INGEST_SURFACES, type IngestSurface, MAX_BATCH_BYTES, SURFACE_NAMES } from '../../../shared/contract/ingest.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { LngLat } from '../../../shared/model/units.ts';
import type { DeliveryMemory, Intake, SourceCredential, SourceCredentials } from '../../domain/intake/ports.ts';
import { createAuthenticate } from './authenticate.ts';
import { answerOf, deliveryOf } from './delivery.ts';
import { type BodyForm, itemsOf } from './items.ts';
import { openApiDocument, schemaDocument } from './openapi.ts';
import { Refused, sendProblem } from './problems.ts';
import { signedHeaders, verifySignature } from './signature.ts';

export type IngestParts = {
  intake: Intake;
  credentials: SourceCredentials;
  memory: DeliveryMemory;
  /** Where a registered camera stands; null: not registered. */
  cameraAt: (cameraId: string) => LngLat | null;
  clock: () => EpochMs;
  /** What was not expected, for the log; the caller is told nothing of it. */
  onFailure?: (error: unknown) => void;
};

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,200}$/;
/** While the database is down its own answer is this. */
const DOWN_RETRY_S = 2;

/**
 * What agencies post to, `/ingest/v1/…`: a source's own token, a Standard Webhooks signature over the bytes, one item or many.
 * A 2xx is given only after commit, with the outcome of every item in order.
 *
 * Replays and retries. A delivery is (webhook-id, webhook-timestamp); once taken, that very delivery is refused with 409 on
 * every node for as long as its signature would hold. A publisher that lost our 2xx signs again, as Standard Webhooks
 * has it: same webhook-id, the time of the new attempt. That is answered in full, each item `duplicate` with its number: items are
 * known by their own `id`, or by the Idempotency-Key (else the webhook-id) and their place. A delivery is
 * remembered after its commit, so one that was refused or cut off can be sent again as it was.
 */
export function createIngestRouter(parts: IngestParts): Router {
  const { intake, memory, clock } = parts;
  const authenticate = createAuthenticate(parts.credentials, clock);
  // Everything is read as bytes: the signature is over them. Compressed bodies are refused, their size is not known before.
  const readBytes = express.raw({ type: () => true, limit: MAX_BATCH_BYTES, inflate: false });
  const router = Router();

  const read = (req: Request, res: Response): Promise<Uint8Array> =>
    new Promise((resolve, reject) => {
      if (req.body !== undefined) throw new Error('the ingest surface must be mounted before any body parser');
      readBytes(req, res, (error: unknown) => {
        if (error) reject(bodyRefusal(error));
        else resolve(Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0));
      });
    });

  const take = async (surface: IngestSurface, credential: SourceCredential, req: Request, res: Response): Promise<void> => {
    const form = formOf(req);
    const signed = signedHeaders((name) => req.get(name));
    const idempotencyKey = req.get('idempotency-key');
    if (idempotencyKey !== undefined && !IDEMPOTENCY_KEY.test(idempotencyKey)) {
      throw new Refused('header', 'Idempotency-Key must be 1 to 200 printable ASCII characters');
    }
    const body = await read(req, res);
    const receivedAt = clock();
    verifySignature(signed, body, credential.signingSecrets, receivedAt);
    const delivery = `${signed.id}.${signed.timestamp}`;
    if (await memory.has(credential.source, delivery)) {
      throw new Refused(
        'replayed',
        'this very delivery was taken before; to ask for its outcome again, sign it with the time of the new attempt',
      );
    }
    const items = itemsOf(body, form);
    const receipt = await intake.take(
      deliveryOf({
        surface,
        items,
        context: { source: credential.source, cameraAt: parts.cameraAt },
        deliveryId: idempotencyKey ?? signed.id,
        receivedAt,
        bytes: body.byteLength,
      }),
    );
    if (receipt.kind !== 'committed') {
      // The pipeline has counted it already.
      return sendProblem(req, res, new Refused(receipt.kind, 'nothing of the request was stored', { retryAfterS: receipt.retryAfterS }));
    }
    // Committed is committed: without the memory a replay would find only duplicates.
    await memory.remember(credential.source, delivery, receivedAt).catch((error: unknown) => parts.onFailure?.(error));
    const { status, answer } = answerOf(receipt.items);
    res.status(status).set('Cache-Control', 'no-store').json(answer);
  };

  for (const surface of SURFACE_NAMES) {
    const path = `/ingest/v1/${surface}`;
    router.post(path, async (req, res) => {
      const credential = await authenticate(req.get('authorization')).catch((error: unknown) => {
        throw error instanceof Refused ? error : databaseDown(parts, error);
      });
      try {
        await take(surface, credential, req, res);
      } catch (error) {
        intake.refuse(credential.source, 1);
        throw error instanceof Refused ? error : databaseDown(parts, error);
      }
    });
    router.all(path, (req, res) => {
      res.set('Allow', 'POST');
      sendProblem(req, res, new Refused('method-not-allowed', `${req.method} is not supported here; use POST`));
    });
  }

  router.get('/ingest/v1/openapi.json', (_req, res) => {
    res.set('Cache-Control', 'public, max-age=300').json(openApiDocument());
  });
  router.get('/ingest/v1/schemas/:file', (req, res) => {
    const surface = SURFACE_NAMES.find((name) => `${INGEST_SURFACES[name].schema}.json` === req.params.file);
    if (!surface) throw new Refused('not-found', 'no such schema');
    res
      .type('application/schema+json')
      .set('Cache-Control', 'public, max-age=300')
      .send(JSON.stringify(schemaDocument(surface)));
  });

  const onError: ErrorRequestHandler = (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error);
    if (error instanceof Refused) return sendProblem(req, res, error);
    parts.onFailure?.(error);
    sendProblem(req, res, new Refused('failed', 'an error that was not expected; it is in the server’s log'));
  };
  router.use('/ingest', onError);
  return router;
}

/** What the store throws means that it is not there: fail closed, and say when to come again. */
function databaseDown(parts: IngestParts, error: unknown): Refused {
  parts.onFailure?.(error);
  return new Refused('down', 'the database does not answer; nothing of the request was stored', { retryAfterS: DOWN_RETRY_S });
}

function formOf(req: Request): BodyForm {
  const type = (req.get('content-type') ?? '').toLowerCase();
  const [essence = '', ...parameters] = type.split(';').map((part) => part.trim());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice('charset='.length)
    .replaceAll('"', '');
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') {
    throw new Refused('media-type', `charset "${charset}" is not supported; JSON is UTF-8`);
  }
  if (essence === 'application/json') return 'json';
  if (essence === 'application/x-ndjson') return 'ndjson';
  throw new Refused('media-type', 'send application/json (one object or an array) or application/x-ndjson (one object a line)');
}

/** What the body reader reports, in our words. */
function bodyRefusal(error: unknown): Refused {
  const type = error instanceof Error && 'type' in error ? error.type : null;
  if (type === 'entity.too.large') return new Refused('too-large', `a request must not be larger than ${MAX_BATCH_BYTES} bytes`);
  if (type === 'encoding.unsupported') return new Refused('media-type', 'compressed bodies are not supported; send it as it is');
  return new Refused('interrupted', 'the body did not arrive whole');
}
