import type { LogGenerator } from '../../logs/log-generator.ts';
import type { ImageProfile } from '../profile.ts';

/** Programs of base images say nothing by themselves. */
export const SILENT: LogGenerator = {
  opening: () => [],
  linesPerMinute: 0,
  line: () => ({ text: '' }),
};

const SMALL = { memoryBytes: 3_000_000, idleMillicores: 0, busyMillicores: 4 };

function base(
  name: string,
  osRelease: ImageProfile['osRelease'],
  shell: string,
  repositories: readonly string[],
): ImageProfile {
  return {
    name,
    repositories,
    entrypoint: [],
    command: [shell],
    programs: [],
    ports: [],
    log: SILENT,
    stopExitCode: 137,
    resources: SMALL,
    files: {},
    osRelease,
    user: { name: 'root', id: 0 },
    workingDirectory: '/',
    env: {},
  };
}

/** Images that hold a system and a shell, and no server. */
export const BASE_PROFILES: readonly ImageProfile[] = [
  base('busybox', 'busybox', 'sh', ['busybox', 'busybox-glibc']),
  base('alpine', 'alpine', '/bin/sh', ['alpine', 'curl', 'alpine-curl', 'git', 'kubectl', 'helm', 'netshoot']),
  base('debian', 'debian', 'bash', ['debian', 'ubuntu', 'centos', 'fedora', 'rockylinux', 'bash', 'buildpack-deps']),
  { ...base('perl', 'debian', 'perl', ['perl']), command: ['perl', '-de0'] },
];

/** The container that holds a pod's network and does nothing. */
export const PAUSE: ImageProfile = {
  ...base('pause', 'none', '/pause', ['pause']),
  entrypoint: ['/pause'],
  command: [],
  programs: ['pause'],
  stopExitCode: 0,
};
