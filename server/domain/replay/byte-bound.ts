/** Keeps what was used last, as long as all of it together stays within so many bytes. */
export type ByteBound<T> = {
  get(key: string): T | undefined;
  put(key: string, value: T, bytes: number): void;
  each(): Iterable<[string, T]>;
  readonly bytes: number;
};

export function createByteBound<T>(max: number): ByteBound<T> {
  const kept = new Map<string, { value: T; bytes: number }>();
  let total = 0;
  const drop = (key: string): void => {
    total -= kept.get(key)?.bytes ?? 0;
    kept.delete(key);
  };
  return {
    get bytes() {
      return total;
    },
    get(key) {
      const found = kept.get(key);
      if (!found) return undefined;
      kept.delete(key);
      kept.set(key, found);
      return found.value;
    },
    put(key, value, bytes) {
      drop(key);
      if (bytes > max) return;
      kept.set(key, { value, bytes });
      total += bytes;
      for (const oldest of kept.keys()) {
        if (total <= max) break;
        drop(oldest);
      }
    },
    *each() {
      for (const [key, { value }] of kept) yield [key, value];
    },
  };
}
