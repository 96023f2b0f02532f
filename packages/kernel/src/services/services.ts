import type { Activation } from '../activation/activation.ts';
import type { Activator } from '../activation/activator.ts';
import type { ExtensionContext, ServiceProvider, ServiceToken } from '../contract.ts';
import { kernelError } from '../core/problems.ts';
import { keyOf } from '../core/version-key.ts';
import type { KernelCore } from '../engine/kernel-core.ts';
import type { WaitGraph } from './wait-graph.ts';

/** Finds who provides what, and brings it to life when it is asked for. */
export interface Services {
  /** Rejects with LB4011, with LB4024, or with what kept the provider from coming to life. */
  get<T>(token: ServiceToken<T>, asker?: Activation): Promise<T>;
  of(activation: Activation): ExtensionContext['services'];
}

export function createServices(core: KernelCore, waits: WaitGraph, activator: () => Activator): Services {
  /** What running code provides, in addition to what manifests name. The latest wins. */
  const provided = new Map<string, { owner: Activation; service: unknown }[]>();
  const declared = (token: string) => core.store.lookup.get().service(token);

  const get = async <T>({ token }: ServiceToken<T>, asker?: Activation): Promise<T> => {
    const present = provided.get(token)?.at(-1);
    if (present) return present.service as T;
    const line = declared(token);
    if (!line) throw kernelError('LB4011', asker?.extension, { token });
    const name = asker?.extension.name;
    const owner = activator().all.get(keyOfCurrent(core, line.extension));
    refuseCircle(line.extension, token, owner, asker);
    using _ = name === undefined || name === line.extension ? undefined : waits.enter(name, line.extension);
    const activation = await activator().activate(line.extension, `service ${token}`);
    let service = activation.services.get(token);
    if (!service) {
      service = create(activation, line.provider);
      activation.services.set(token, service);
      service.then(
        () => settledServices.add(service!),
        () => activation.services.delete(token),
      );
    }
    return (await service) as T;
  };

  const settledServices = new WeakSet<Promise<unknown>>();
  const refuseCircle = (
    owner: string,
    token: string,
    activation: Activation | undefined,
    asker: Activation | undefined,
  ) => {
    if (!asker || !activation) return;
    const creating = activation.services.get(token);
    // Nobody has to wait for what is there already, so it cannot close a circle.
    const waiting = activation.phase === 'activating' || (creating !== undefined && !settledServices.has(creating));
    const circle = waiting ? waits.circle(asker.extension.name, owner) : undefined;
    if (circle) throw kernelError('LB4024', asker.extension, { token, path: circle.join(' → ') });
  };

  const create = async (activation: Activation, reference: string): Promise<unknown> => {
    const provider = await activation.load(reference);
    return typeof provider === 'function' ? (provider as ServiceProvider)(activation.context) : provider;
  };

  const provide = <T>(owner: Activation, { token }: ServiceToken<T>, service: T): Disposable => {
    const entry = { owner, service };
    provided.set(token, [...(provided.get(token) ?? []), entry]);
    return owner.ledger.hold('service', () => {
      const left = (provided.get(token) ?? []).filter((each) => each !== entry);
      if (left.length > 0) provided.set(token, left);
      else provided.delete(token);
    });
  };

  return {
    get,
    of: (activation) => ({
      get: (token) => get(token, activation),
      has: ({ token }) => provided.has(token) || declared(token) !== undefined,
      provide: (token, service) => provide(activation, token, service),
    }),
  };
}

function keyOfCurrent(core: KernelCore, name: string): string {
  const extension = core.store.lookup.get().extension(name);
  return extension ? keyOf(extension) : '';
}
