import { KernelError, type ServiceToken } from '@luban/kernel';
import { useKernel, useReadable } from '@luban/kernel/react';
import type { ComposedIndex, Problem } from '@luban/manifest';
import { useCallback, useEffect, useState } from 'react';
import { useExtension } from './use-extension.ts';

export type ServiceResult<T> =
  | { status: 'loading'; value: undefined; problem: undefined }
  | { status: 'ready'; value: T; problem: undefined }
  | { status: 'problem'; value: undefined; problem: Problem };

/** A service of another extension, which is loaded if need be. Asked for anew when its provider changes. */
export function useService<T>(token: ServiceToken<T>): ServiceResult<T> {
  const { services } = useExtension();
  const name = token.token;
  const provider = useReadable(
    useKernel().index,
    useCallback((index: ComposedIndex) => providerOf(index, name), [name]),
  );
  const [result, setResult] = useState<ServiceResult<T>>(LOADING);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the token's name counts, not the object
  useEffect(() => {
    let stale = false;
    setResult(LOADING);
    services.get(token).then(
      (value) => stale || setResult({ status: 'ready', value, problem: undefined }),
      (error) => stale || setResult({ status: 'problem', value: undefined, problem: problemOf(error, name) }),
    );
    return () => {
      stale = true;
    };
  }, [services, name, provider]);
  return result;
}

const LOADING = { status: 'loading', value: undefined, problem: undefined } as const;

function providerOf(index: ComposedIndex, name: string): string | undefined {
  const owner = index.services.find((service) => service.token === name)?.extension;
  const version = index.extensions.find((extension) => extension.name === owner)?.version;
  return owner && `${owner}@${version}`;
}

function problemOf(error: unknown, name: string): Problem {
  return error instanceof KernelError ? error.problem : { code: 'LB4011', params: { token: name } };
}
