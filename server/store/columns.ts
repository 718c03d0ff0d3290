import { bigint, customType } from 'drizzle-orm/pg-core';

/** EpochMs: milliseconds since 1970, UTC, as everywhere in the contract. */
export const moment = (name: string) => bigint(name, { mode: 'number' });
export const bytea = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => 'bytea',
  toDriver: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
});
