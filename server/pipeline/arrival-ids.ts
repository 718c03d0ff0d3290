/**
 * Ids of quarantined items: UUIDs of version 7 (RFC 9562, 5.7) whose order is the order of arrival, also within one
 * millisecond, so that a list by moment and id tells a story as it happened. The millisecond is that of the arrival; behind it
 * counts this process, and the rest is random.
 */
export function createArrivalIds(): (receivedAt: number) => string {
  let count = 0;
  return (receivedAt) => {
    count = (count + 1) % COUNTS;
    const random = crypto.getRandomValues(new Uint8Array(8));
    const moment = receivedAt.toString(16).padStart(12, '0');
    const order = count.toString(16).padStart(8, '0');
    const rest = Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
    // The digits of version and variant stand among those of the count.
    return [
      moment.slice(0, 8),
      moment.slice(8),
      `7${order.slice(0, 3)}`,
      `8${order.slice(3, 6)}`,
      `${order.slice(6)}${rest.slice(0, 10)}`,
    ].join('-');
  };
}
const COUNTS = 2 ** 32;
