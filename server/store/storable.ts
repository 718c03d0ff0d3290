/**
 * PostgreSQL's text takes neither U+0000 nor half a surrogate pair, and one of them would make a whole batch fail. The intake
 * keeps them out of entries; what it says about a bad message may still quote it, so there they become U+FFFD.
 */
export const storableText = (text: string): string =>
  // Writing half a pair as UTF-8 replaces it.
  Buffer.from(text.replaceAll('\0', '\uFFFD')).toString();
