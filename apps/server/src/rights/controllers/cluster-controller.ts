import type { KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { installPlatformDefinitions } from '../../kube/platform-definitions/install-platform-definitions.ts';
import { applyAccess } from '../native/apply-access.ts';
import { inParallel } from '../native/in-parallel.ts';
import { type ClusterAccess, nativeAccess } from '../native/native-access.ts';
import { ACCESS_LABEL, NATIVE_RESOURCES, type NativeObject, nativeKey } from '../native/native-object.ts';
import { type AccessBinding, type AccessRole, IAM, WORKSPACE_LABEL } from '../roles/access-objects.ts';
import { projectRoles } from '../roles/workspace-roles.ts';
import { Informers, serves } from './informers.ts';
import type { PlatformState } from './platform-controller.ts';
import { Rerun } from './rerun.ts';
import { createIfMissing, hasOwnRoles, seedCluster } from './seed-access.ts';
import { writeRules } from './written-rules.ts';

export interface ClusterControllerOptions {
  client: KubeClient;
  isHost: boolean;
  platform(): PlatformState | undefined;
  onError(error: unknown): void;
}

const ROLES = { ...IAM, resource: 'roles' };
const CLUSTER_ROLES = { ...IAM, resource: 'clusterroles' };

/** Keeps the native roles and bindings of one cluster as the platform, its workspaces and the cluster's own roles say. */
export class ClusterController implements AsyncDisposable {
  readonly #options: ClusterControllerOptions;
  readonly #rerun: Rerun;
  #informers: Informers | undefined;
  #read: (() => ClusterAccess) | undefined;
  #present: () => readonly NativeObject[] = () => [];
  #managed = true;
  #ended = false;

  constructor(options: ClusterControllerOptions) {
    this.#options = options;
    this.#rerun = new Rerun({ run: () => this.#run(), onError: options.onError });
    this.#rerun.schedule();
  }

  schedule(): void {
    this.#rerun.schedule();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended = true;
    this.#informers?.[Symbol.dispose]();
    await this.#rerun[Symbol.asyncDispose]();
  }

  async #run(): Promise<void> {
    const { client, platform } = this.#options;
    if (this.#read === undefined) await this.#prepare();
    const state = platform();
    const cluster = this.#read?.();
    if (state === undefined || cluster === undefined) return;
    const present = new Map(this.#present().map((object) => [nativeKey(object), object]));
    const failures = await applyAccess(client, this.#wanted(state, cluster), present);
    if (this.#managed && state.managed) failures.push(...(await this.#roles(state, cluster)));
    if (failures.length > 0) throw failures[0];
  }

  #wanted(state: PlatformState, cluster: ClusterAccess): Map<string, NativeObject> {
    return nativeAccess(
      state.managed ? state : { ...state, ...asWritten(state, 'globalRoles', 'workspaceRoles') },
      this.#managed && state.managed ? cluster : { ...cluster, ...asWritten(cluster, 'clusterRoles', 'roles') },
    );
  }

  async #prepare(): Promise<void> {
    const { client, isHost, onError } = this.#options;
    const hasKinds = await this.#install();
    this.#managed = hasKinds && !(await hasOwnRoles(client, isHost));
    if (this.#managed) await seedCluster(client);
    this.#informers?.[Symbol.dispose]();
    const onChange = () => this.#read !== undefined && this.#rerun.schedule();
    const informers = new Informers(client, { onChange, onError });
    this.#informers = informers;
    const iam = <T extends KubeObject>(resource: string) =>
      hasKinds ? informers.follow<T>({ ...IAM, resource }) : () => [];
    const clusterRoles = iam<AccessRole>('clusterroles');
    const clusterRoleBindings = iam<AccessBinding>('clusterrolebindings');
    const roles = iam<AccessRole>('roles');
    const roleBindings = iam<AccessBinding>('rolebindings');
    const projects = { labelSelector: WORKSPACE_LABEL };
    const namespaces = informers.follow({ group: '', version: 'v1', resource: 'namespaces' }, projects);
    const own = Object.values(NATIVE_RESOURCES).map((kind) =>
      informers.follow<NativeObject>(kind, { labelSelector: ACCESS_LABEL }),
    );
    await informers.synced();
    if (this.#ended) return;
    this.#present = () => own.flatMap((objects) => objects());
    this.#read = () => ({
      isHost,
      clusterRoles: clusterRoles(),
      clusterRoleBindings: clusterRoleBindings(),
      roles: roles(),
      roleBindings: roleBindings(),
      namespaces: namespaces(),
    });
  }

  /** Whether the cluster has the kinds of roles. One whose credentials may not define kinds works without. */
  async #install(): Promise<boolean> {
    const { client, isHost } = this.#options;
    try {
      // The host's are the platform's to make.
      if (!isHost) await installPlatformDefinitions(client);
    } catch (error) {
      if (!(await serves(client, IAM))) this.#options.onError(error);
    }
    return serves(client, IAM);
  }

  async #roles({ builtinRoles, templates }: PlatformState, cluster: ClusterAccess): Promise<unknown[]> {
    const { client } = this.#options;
    const failures = [
      ...(await writeRules(client, CLUSTER_ROLES, 'cluster', cluster.clusterRoles, templates)),
      ...(await writeRules(client, ROLES, 'namespace', cluster.roles, templates)),
    ];
    const known = new Set(cluster.roles.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`));
    const projects = cluster.namespaces.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    const missing = projects
      .flatMap((namespace) => projectRoles(namespace, builtinRoles))
      .filter(({ metadata }) => !known.has(`${metadata.namespace}/${metadata.name}`));
    await inParallel(missing, 8, (role) =>
      createIfMissing(client, ROLES, role).catch((error: unknown) => void failures.push(error)),
    );
    return failures;
  }
}

/** Roles that somebody else puts together: their rules count as they are written. */
function asWritten<K extends string>(from: Record<K, readonly AccessRole[]>, ...kinds: K[]) {
  const plain = ({ aggregationRoleTemplates: _, ...role }: AccessRole): AccessRole => role as AccessRole;
  return Object.fromEntries(kinds.map((kind) => [kind, from[kind].map(plain)])) as Record<K, AccessRole[]>;
}
