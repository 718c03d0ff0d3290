import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

const CHUNK = 64 * 1024;

/**
 * The floor: the very rows that the pipeline stored, as bytes that are ready to go, by COPY into a table of the same columns and
 * indexes in the same database, durable like the log. Rows a second.
 */
export async function bareCopy(url: string, firstSeq: number, lastSeq: number): Promise<{ rows: number; ms: number }> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('create table bare_entry (like log_entry including all)');
    const chunks: Buffer[] = [];
    const source = client.query(
      copyTo(`copy (select * from log_entry where seq between ${firstSeq} and ${lastSeq} order by seq) to stdout`),
    );
    for await (const chunk of source) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const pieces = Array.from({ length: Math.ceil(bytes.length / CHUNK) }, (_, i) => bytes.subarray(i * CHUNK, (i + 1) * CHUNK));
    const startedAt = performance.now();
    await pipeline(Readable.from(pieces), client.query(copyFrom('copy bare_entry from stdin')));
    const ms = performance.now() - startedAt;
    const { rows } = await client.query<{ count: string }>('select count(*) from bare_entry');
    const count = Number(rows[0]?.count);
    if (count !== lastSeq - firstSeq + 1) throw new Error(`${count} rows were copied of ${lastSeq - firstSeq + 1}`);
    return { rows: count, ms };
  } finally {
    await client.end();
  }
}
