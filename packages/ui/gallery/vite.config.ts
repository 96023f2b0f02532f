import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The console's content policy, so that a component that breaks it is seen here first. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');

/** A page of every component in its states, for eyes and for axe. Not shipped. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: { outDir: 'dist', target: 'es2023', modulePreload: { polyfill: false } },
  server: { host: '127.0.0.1' },
  preview: { host: '127.0.0.1', headers: { 'content-security-policy': policy } },
});
