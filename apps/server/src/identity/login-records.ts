import { isStatusError, type KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import type { FastifyRequest } from 'fastify';
import { ownedBy, USER_REFERENCE, type User } from './user.ts';

const RECORDS = { group: 'iam.kubesphere.io', version: 'v1beta1', resource: 'loginrecords' } as const;
/** Records that are kept of each user; the oldest go first. */
export const KEPT = 50;

export interface LoginRecord {
  /** Milliseconds of the epoch. */
  at: number;
  success: boolean;
  sourceIP: string;
  provider?: string;
}

/** Attempts to sign in as somebody who exists, as `LoginRecord` objects. */
export class LoginRecords {
  readonly #client: KubeClient;

  constructor(client: KubeClient) {
    this.#client = client;
  }

  /** @param reason why it failed */
  async add(user: User, request: FastifyRequest, how: { provider?: string; reason?: string }): Promise<void> {
    const { provider, reason } = how;
    await this.#client.create(RECORDS, {
      apiVersion: 'iam.kubesphere.io/v1beta1',
      kind: 'LoginRecord',
      metadata: {
        generateName: `${user.name}-`,
        labels: { [USER_REFERENCE]: user.name },
        ownerReferences: [ownedBy(user)],
      },
      spec: {
        type: provider === undefined ? 'Password' : 'OAuth',
        ...(provider !== undefined && { provider }),
        sourceIP: request.ip,
        userAgent: String(request.headers['user-agent'] ?? '').slice(0, 300),
        success: reason === undefined,
        reason: reason ?? 'AuthenticatedSuccessfully',
      },
    });
    await this.#prune(user.name);
  }

  /** The newest first. */
  async list(name: string): Promise<LoginRecord[]> {
    return (await this.#objects(name)).map(({ metadata, spec }) => {
      const { success, sourceIP, provider } = (spec ?? {}) as Partial<Record<keyof LoginRecord, unknown>>;
      return {
        at: Date.parse(metadata.creationTimestamp ?? ''),
        success: success === true,
        sourceIP: String(sourceIP ?? ''),
        ...(typeof provider === 'string' && { provider }),
      };
    });
  }

  async #objects(name: string): Promise<KubeObject[]> {
    const { items } = await this.#client.list(RECORDS, { labelSelector: `${USER_REFERENCE}=${name}` });
    const time = ({ metadata }: KubeObject) => metadata.creationTimestamp ?? '';
    return items.sort((a, b) => time(b).localeCompare(time(a)) || b.metadata.name!.localeCompare(a.metadata.name!));
  }

  async #prune(name: string): Promise<void> {
    const surplus = (await this.#objects(name)).slice(KEPT);
    await Promise.all(
      surplus.map(({ metadata }) =>
        this.#client.delete({ ...RECORDS, name: metadata.name }).catch((error: unknown) => {
          if (!isStatusError(error, 'NotFound')) throw error;
        }),
      ),
    );
  }
}
