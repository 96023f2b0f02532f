import { buildStaticExtension } from '@luban/build/static';

await buildStaticExtension();
