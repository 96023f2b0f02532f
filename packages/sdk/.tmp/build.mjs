import { build } from 'vite';
import { brotliCompressSync } from 'node:zlib';
const r = await build({ root: import.meta.dirname, logLevel: 'error', configFile: false, define: {'process.env.NODE_ENV': '"production"'}, build: { write: false, minify: true, target: 'es2023', rollupOptions: { input: import.meta.dirname + '/entry.ts', external: [/^react/, /^react-dom/, /^react-router/, /^@tanstack/, /single-spa/, /module-federation/] } } });
for (const o of [r].flat()) for (const c of o.output) if (c.type === 'chunk') console.log(c.fileName, c.isEntry, c.code.length, brotliCompressSync(c.code).length, c.isEntry ? Object.entries(c.modules).filter(([k,m])=>m.renderedLength>300).map(([k,m])=>`${k.replace(/.*(packages|node_modules)\//,'')}:${m.renderedLength}`).join('\n  ') : '');
