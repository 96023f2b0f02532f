import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes what the console's build writes, in small. */
export async function writeConsole(folder: string, build = 'build-1'): Promise<void> {
  await mkdir(join(folder, 'assets'), { recursive: true });
  const host = {
    version: '0.1.0',
    build,
    shares: { react: '19.3.1', '@luban/sdk': '0.1.0' },
    ahead: ['assets/engine-1.js'],
    shareFiles: { react: ['assets/react-1.js', 'assets/entry-1.js'], '@luban/sdk': ['assets/sdk-1.js'] },
    entry: { js: 'assets/entry-1.js', css: ['assets/entry-1.css'], imports: ['assets/vendor-1.js'] },
  };
  await writeFile(join(folder, 'assets', 'entry-1.js'), `console.info('${build}');\n`.repeat(100));
  await writeFile(join(folder, 'assets', 'entry-1.css'), 'body{margin:0}\n');
  await writeFile(join(folder, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(folder, 'host.json'), JSON.stringify(host));
}
