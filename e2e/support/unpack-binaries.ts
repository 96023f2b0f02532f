/**
 * Before all browser tests, in one process: a program that is unpacked while another test starts one of its own cannot be
 * run for a moment (ETXTBSY), because what is being started has the file open as well.
 */
import { KUBE_RELEASES, kubeBinaries } from './kube-binaries.ts';

export default async function unpackBinaries(): Promise<void> {
  // Elsewhere the tests that need them say so.
  if (process.platform !== 'linux' || process.arch !== 'x64') return;
  for (const release of KUBE_RELEASES) await kubeBinaries(release);
}
