import { createHash } from 'node:crypto';
import type { ListedChart } from '@luban/extension-package/registry';
import { Refusal } from '../refusal.ts';
import type { RepositoryReader } from './repository-reader.ts';

/** The charts that come with the product. */
export interface BuiltinCharts {
  /** `urls` are names of files, for `read`. */
  index(): Promise<readonly ListedChart[]>;
  /** @param file such as `clock-1.0.0.tgz` @throws when there is none of that name */
  read(file: string): Promise<Uint8Array>;
}

/** The default repository, without the way over the network. */
export function builtinReader(builtin: BuiltinCharts): RepositoryReader {
  let before = '';
  return {
    async list() {
      const charts = await builtin.index();
      const now = JSON.stringify(charts);
      const unchanged = now === before;
      before = now;
      return { charts, problems: [], incomplete: [], unchanged };
    },
    async fetch(chart) {
      const [file = ''] = chart.urls;
      const archive = await builtin.read(file);
      const digest = `sha256:${createHash('sha256').update(archive).digest('hex')}`;
      if (chart.digest !== undefined && chart.digest !== digest) {
        throw new Refusal(502, 'LB7218', { url: file, expected: chart.digest, found: digest });
      }
      return { archive, digest, signature: { state: 'unsigned' } };
    },
    async [Symbol.asyncDispose]() {},
  };
}
