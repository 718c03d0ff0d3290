import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: ['./server/store/schema.ts', './server/store/schema-identity.ts', './server/store/schema-glass.ts'],
  out: './server/store/migrations',
});
