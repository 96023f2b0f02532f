import type { KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { installPlatformDefinitions } from '../../kube/platform-definitions/install-platform-definitions.ts';
import { inParallel } from '../native/in-parallel.ts';
import type { PlatformAccess } from '../native/native-access.ts';
import {
  type AccessBinding,
  type AccessRole,
  type BuiltinRole,
  IAM,
  type RoleTemplate,
  TENANT,
} from '../roles/access-objects.ts';
import { managerBinding, workspaceRoles } from '../roles/workspace-roles.ts';
import { Informers } from './informers.ts';
import { Rerun } from './rerun.ts';
import { createIfMissing, hasOwnRoles, seedPlatform } from './seed-access.ts';
import { writeRules } from './written-rules.ts';

export interface PlatformState extends PlatformAccess {
  builtinRoles: readonly BuiltinRole[];
  /** False: another product looks after roles and templates, and `rules` are as they have to be. */
  managed: boolean;
}

export interface PlatformControllerOptions {
  /** Of the host. */
  client: KubeClient;
  onChange(): void;
  onError(error: unknown): void;
}

/** Keeps the roles of the platform and of its workspaces, and knows how they stand. */
export class PlatformController implements AsyncDisposable {
  readonly #options: PlatformControllerOptions;
  readonly #rerun: Rerun;
  #informers: Informers | undefined;
  #read: (() => Sources) | undefined;
  #managed = true;
  #ended = false;

  constructor(options: PlatformControllerOptions) {
    this.#options = options;
    this.#rerun = new Rerun({ run: () => this.#run(), onError: options.onError });
    this.#rerun.schedule();
  }

  /** Undefined: not known yet. */
  state(): PlatformState | undefined {
    if (this.#read === undefined) return undefined;
    const sources = this.#read();
    const names = [...sources.workspaces, ...sources.workspaceTemplates].map(({ metadata }) => metadata.name!);
    return { ...sources, managed: this.#managed, workspaces: new Set(names) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended = true;
    this.#informers?.[Symbol.dispose]();
    await this.#rerun[Symbol.asyncDispose]();
  }

  async #run(): Promise<void> {
    const { client } = this.#options;
    if (this.#read === undefined) await this.#prepare();
    const sources = this.#read?.();
    if (sources === undefined || !this.#managed) return;
    const { templates } = sources;
    const failures = [
      ...(await writeRules(client, { ...IAM, resource: 'globalroles' }, 'global', sources.globalRoles, templates)),
      ...(await writeRules(client, WORKSPACE_ROLES, 'workspace', sources.workspaceRoles, templates)),
      ...(await this.#workspaces(sources)),
    ];
    if (failures.length > 0) throw failures[0];
  }

  async #prepare(): Promise<void> {
    const { client, onChange, onError } = this.#options;
    await installPlatformDefinitions(client);
    this.#managed = !(await hasOwnRoles(client, true));
    if (this.#managed) await seedPlatform(client);
    this.#informers?.[Symbol.dispose]();
    const changed = () => {
      if (this.#read === undefined) return;
      this.#rerun.schedule();
      onChange();
    };
    const informers = new Informers(client, { onChange: changed, onError });
    this.#informers = informers;
    const iam = <T extends KubeObject>(resource: string) => informers.follow<T>({ ...IAM, resource });
    const templates = iam<RoleTemplate>('roletemplates');
    const builtinRoles = iam<BuiltinRole>('builtinroles');
    const globalRoles = iam<AccessRole>('globalroles');
    const globalRoleBindings = iam<AccessBinding>('globalrolebindings');
    const roles = iam<AccessRole>('workspaceroles');
    const workspaceRoleBindings = iam<AccessBinding>('workspacerolebindings');
    const workspaces = informers.follow({ ...TENANT, resource: 'workspaces' });
    const workspaceTemplates = informers.follow({ ...TENANT, resource: 'workspacetemplates' });
    await informers.synced();
    if (this.#ended) return;
    this.#read = () => ({
      templates: templates(),
      builtinRoles: builtinRoles(),
      globalRoles: globalRoles(),
      globalRoleBindings: globalRoleBindings(),
      workspaceRoles: roles(),
      workspaceRoleBindings: workspaceRoleBindings(),
      workspaces: workspaces(),
      workspaceTemplates: workspaceTemplates(),
    });
    onChange();
  }

  /** Each workspace has the roles of the blueprints, and its manager the first of them. */
  async #workspaces(sources: Sources): Promise<unknown[]> {
    const { client } = this.#options;
    const failures: unknown[] = [];
    const known = new Set(sources.workspaceRoles.map(({ metadata }) => metadata.name));
    const bindings = new Map(sources.workspaceRoleBindings.map((binding) => [binding.metadata.name!, binding]));
    const templates = new Map(sources.workspaceTemplates.map((template) => [template.metadata.name, template]));
    const own = sources.workspaces.filter(({ metadata }) => !templates.has(metadata.name));
    await inParallel([...templates.values(), ...own], 8, async (workspace) => {
      try {
        for (const role of workspaceRoles(workspace, sources.builtinRoles)) {
          if (!known.has(role.metadata.name)) await createIfMissing(client, WORKSPACE_ROLES, role);
        }
        await managerBinding(client, workspace, bindings);
      } catch (error) {
        failures.push(error);
      }
    });
    return failures;
  }
}

const WORKSPACE_ROLES = { ...IAM, resource: 'workspaceroles' };

interface Sources extends Omit<PlatformAccess, 'workspaces'> {
  builtinRoles: readonly BuiltinRole[];
  workspaces: readonly KubeObject[];
  workspaceTemplates: readonly KubeObject[];
}
