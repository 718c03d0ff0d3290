/** What the store tells its operator, in pino's shape. Never the content of entries. */
export type StoreLog = {
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
};
