import { type RouteParams, type RouteTarget, type RouteTargetOptions, routeTo } from './route-target.ts';

/**
 * `routeTo` for the pages of one extension, checked against its definition: ids that do not exist and parameters that
 * are missing are compile errors.
 *
 * `import type extension from '../extension.ts'; export const routeTo = routesOf<typeof extension>();`
 */
export function routesOf<E>(): TypedRouteTo<E> {
  return (id, params?: RouteParams, options?: RouteTargetOptions) => routeTo(id, params, options);
}

export type TypedRouteTo<E> = <Id extends RouteOf<E>['id']>(
  id: Id,
  ...rest: PathArguments<PathOf<E, Id>>
) => RouteTarget;

type RouteOf<E> = E extends { contributes: { routes?: readonly (infer R)[] } }
  ? Extract<R, { id: string; path: string }>
  : never;

type PathOf<E, Id> = Extract<RouteOf<E>, { id: Id }>['path'];

type PathArguments<P extends string> = [Exclude<Names<P>, `${string}?`>] extends [never]
  ? [params?: ParamsOf<P>, options?: RouteTargetOptions]
  : [params: ParamsOf<P>, options?: RouteTargetOptions];

type ParamsOf<P extends string> = { [N in Names<P> as N extends `${string}?` ? never : N]: string | number } & {
  [N in Names<P> as N extends `${infer Name}?` ? Name : never]?: string | number;
} & { cluster?: string; workspace?: string; project?: string; '*'?: string };

/** `'pods/:pod/:tab?'` to `'pod' | 'tab?'` */
type Names<P extends string> = P extends `${infer Head}/${infer Tail}`
  ? Names<Head> | Names<Tail>
  : P extends `:${infer Name}`
    ? Name
    : never;
