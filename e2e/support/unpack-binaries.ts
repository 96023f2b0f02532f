/** Before all browser tests, once: files that begin at the same time would unpack the same programs side by side. */
import { KUBE_RELEASES, kubeBinaries } from './kube-binaries.ts';

export default async function unpackBinaries(): Promise<void> {
  // Elsewhere the tests that need them say so.
  if (process.platform !== 'linux' || process.arch !== 'x64') return;
  for (const release of KUBE_RELEASES) await kubeBinaries(release);
}
