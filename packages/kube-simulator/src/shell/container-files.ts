import type { Container, Pod } from '@luban/kube/kinds';
import { type IFileSystem, InMemoryFs, MountableFs } from 'just-bash';
import { parseImageName, shortImageName } from '../images/image-name.ts';
import type { ImageProfile } from '../images/profile.ts';
import { KERNEL_VERSION, OS_IMAGE } from '../nodes/node-object.ts';
import { CAPACITY } from './capacity.ts';
import { expand, hostnameOf } from './environment.ts';
import type { PodVolumes } from './pod-volumes.ts';
import { SHELL_COMMANDS } from './shell-commands.ts';

const OS_RELEASES: Record<ImageProfile['osRelease'], string> = {
  debian:
    'PRETTY_NAME="Debian GNU/Linux 13 (simulated by LuBan)"\nNAME="Debian GNU/Linux"\nVERSION_ID="13"\nID=debian\n',
  alpine: 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.22.2\nPRETTY_NAME="Alpine Linux v3.22 (simulated by LuBan)"\n',
  busybox: 'NAME="BusyBox"\nID=busybox\nPRETTY_NAME="BusyBox (simulated by LuBan)"\n',
  none: 'NAME="none"\nPRETTY_NAME="Simulated by LuBan"\n',
};

/** A container's files: those of its image, those that the kubelet writes, and its mounted volumes. */
export class ContainerFiles {
  readonly #image: ImageProfile['files'];
  readonly #prepare: () => InMemoryFs;
  #prepared: { layer: InMemoryFs; mounted: MountableFs } | undefined;
  readonly #volumes: PodVolumes;
  readonly #container: Container;
  readonly #mounts = new Set<string>();

  constructor(pod: Pod, container: Container, profile: ImageProfile, ip: () => string, volumes: PodVolumes) {
    this.#image = profile.files;
    this.#container = container;
    this.#volumes = volumes;
    // Most containers are never looked into, so that their files need not be there.
    this.#prepare = () => imageLayer(pod, container, profile, ip());
  }

  /** The files as they are by now, with what mounted config maps and secrets say. */
  async current(variables: ReadonlyMap<string, string>): Promise<IFileSystem> {
    const { layer, mounted } = this.#files;
    for (const { name, mountPath, subPath, subPathExpr } of this.#container.volumeMounts ?? []) {
      const volume = await this.#volumes.get(name);
      if (volume === undefined) continue;
      const inside = subPathExpr === undefined ? subPath : expand(subPathExpr, variables);
      if (inside === undefined || inside === '') {
        if (!this.#mounts.has(mountPath)) mounted.mount(mountPath, volume);
      } else if (!this.#mounts.has(mountPath)) await copyInto(layer, volume, inside, mountPath);
      this.#mounts.add(mountPath);
    }
    return mounted;
  }

  async read(path: string, variables: ReadonlyMap<string, string>): Promise<Uint8Array | undefined> {
    const mounted = this.#container.volumeMounts?.some(({ mountPath }) => path.startsWith(mountPath)) ?? false;
    if (this.#prepared === undefined && !mounted) {
      return Object.hasOwn(this.#image, path) ? Buffer.from(this.#image[path] ?? '') : undefined;
    }
    const files = await this.current(variables);
    try {
      return await files.readFileBuffer(path);
    } catch {
      return undefined;
    }
  }

  get #files() {
    if (this.#prepared === undefined) {
      const layer = this.#prepare();
      this.#prepared = { layer, mounted: new MountableFs({ base: layer }) };
    }
    return this.#prepared;
  }
}

function imageLayer(pod: Pod, container: Container, profile: ImageProfile, ip: string): InMemoryFs {
  const layer = new InMemoryFs({}, { maxTotalBytes: CAPACITY });
  for (const path of [
    '/bin',
    '/usr/bin',
    '/tmp',
    '/var/log',
    '/var/run',
    '/root',
    '/home',
    '/opt',
    '/srv',
    '/sys',
    profile.workingDirectory,
  ]) {
    layer.mkdirSync(path, { recursive: true });
  }
  const hostname = hostnameOf(pod);
  const files: Record<string, string> = {
    '/etc/hostname': `${hostname}\n`,
    '/etc/hosts': hostsFile(pod, hostname, ip),
    '/etc/resolv.conf': `search ${pod.metadata.namespace}.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n`,
    '/etc/os-release': OS_RELEASES[profile.osRelease],
    '/etc/passwd': passwd(profile),
    '/etc/group': 'root:x:0:\nnogroup:x:65534:\n',
    '/etc/motd': `${OS_IMAGE}: this container does not run anywhere.\n`,
    '/proc/version': `Linux version ${KERNEL_VERSION} (${OS_IMAGE})\n`,
    '/proc/cpuinfo': 'processor\t: 0\nmodel name\t: Simulated by LuBan\n',
    '/proc/meminfo': 'MemTotal:       33554432 kB\nMemFree:        29360128 kB\n',
    '/proc/uptime': '3600.00 7200.00\n',
    '/proc/loadavg': '0.10 0.08 0.05 1/128 57\n',
    ...(container.terminationMessagePath !== '' && {
      [container.terminationMessagePath ?? '/dev/termination-log']: '',
    }),
    ...profile.files,
  };
  for (const [path, content] of Object.entries(files)) layer.writeFileSync(path, content);
  if (profile.osRelease === 'alpine') layer.writeFileSync('/etc/alpine-release', '3.22.2\n');
  if (profile.osRelease === 'debian') layer.writeFileSync('/etc/debian_version', '13.2\n');
  for (const name of SHELL_COMMANDS)
    layer.writeFileSync(`/usr/bin/${name}`, `# Simulated command: ${name}\n`, undefined, { mode: 0o755 });
  for (const name of ['sh', 'bash', ...profile.programs])
    layer.writeFileSync(`/bin/${name}`, `# Simulated command: ${name}\n`, undefined, { mode: 0o755 });
  if (profile.anyProgram === true) ownProgram(layer, container.image ?? '');
  return layer;
}

/** An application's image brings a program of its name, which others copy out of it. */
function ownProgram(layer: InMemoryFs, image: string): void {
  const name = parseImageName(image);
  if (name === undefined) return;
  const program = shortImageName(name);
  const taken = new Set(layer.getAllPaths());
  layer.mkdirSync('/usr/local/bin', { recursive: true });
  for (const path of [`/usr/local/bin/${program}`, `/usr/bin/${program}`, `/${program}`]) {
    if (taken.has(path)) continue;
    layer.writeFileSync(path, `# Simulated program: ${program}\n`, undefined, { mode: 0o755 });
  }
}

/** As with the real one, what is mounted by a path inside its volume does not follow later changes. */
async function copyInto(layer: InMemoryFs, volume: InMemoryFs, inside: string, mountPath: string): Promise<void> {
  const from = volume.resolvePath('/', inside);
  if (!(await volume.exists(from))) {
    await volume.mkdir(from, { recursive: true });
  }
  if (!(await volume.stat(from)).isDirectory) {
    layer.writeFileSync(mountPath, await volume.readFileBuffer(from));
    return;
  }
  layer.mkdirSync(mountPath, { recursive: true });
  for (const path of volume.getAllPaths().filter((other) => other.startsWith(`${from}/`))) {
    const target = `${mountPath}${path.slice(from.length)}`;
    if ((await volume.stat(path)).isDirectory) layer.mkdirSync(target, { recursive: true });
    else layer.writeFileSync(target, await volume.readFileBuffer(path));
  }
}

function hostsFile(pod: Pod, hostname: string, ip: string): string {
  const aliases = (pod.spec.hostAliases ?? []).map(
    ({ ip: address, hostnames = [] }) => `${address}\t${hostnames.join('\t')}\n`,
  );
  return `# Kubernetes-managed hosts file (simulated by LuBan).\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n${ip}\t${hostname}\n${aliases.join('')}`;
}

function passwd({ user }: ImageProfile): string {
  const own = user.id === 0 ? '' : `${user.name}:x:${user.id}:${user.id}:${user.name}:/:/bin/sh\n`;
  return `root:x:0:0:root:/root:/bin/sh\n${own}nobody:x:65534:65534:nobody:/:/sbin/nologin\n`;
}
