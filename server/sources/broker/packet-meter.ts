/**
 * Watches a connection's raw bytes for MQTT's fixed headers and stops at the first packet that claims to be larger than the
 * limit. Aedes buffers a packet whole before it looks at it, and a header may claim 256 MB (MQTT 3.1.1, clause 2.2.3).
 */
export function createPacketMeter(maxBytes: number): (chunk: Uint8Array) => 'fits' | 'too-large' {
  let state: 'type' | 'length' | 'body' = 'type';
  let length = 0;
  let shift = 0;
  let remaining = 0;
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (state === 'body') {
        const step = Math.min(remaining, chunk.length - at);
        at += step;
        remaining -= step;
        if (remaining === 0) state = 'type';
        continue;
      }
      const byte = chunk[at] ?? 0;
      at += 1;
      if (state === 'type') {
        state = 'length';
        length = 0;
        shift = 0;
        continue;
      }
      length += (byte & 0x7f) * 2 ** shift;
      shift += 7;
      if (length > maxBytes || shift > 28) return 'too-large';
      if (byte & 0x80) continue;
      remaining = length;
      state = length === 0 ? 'type' : 'body';
    }
    return 'fits';
  };
}
