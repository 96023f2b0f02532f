import type { ComponentType } from 'react';
import { type ExtensionContext, KernelError, type ParcelLifecycles } from '../contract.ts';

/** What an extension's module may export to be shown. */
export type ExportedValue =
  | { kind: 'component'; component: ComponentType<Record<string, unknown>> }
  | { kind: 'parcel'; lifecycles: ParcelLifecycles };

/** Tells a React component from single-spa life cycles by their shapes. Undefined: it is neither. */
export function exportedValue(value: unknown): ExportedValue | undefined {
  if (isComponent(value)) return { kind: 'component', component: value };
  if (isParcel(value)) return { kind: 'parcel', lifecycles: value };
  return undefined;
}

export function notRenderable({ name, version }: ExtensionContext, reference: string): KernelError {
  return new KernelError({ code: 'LB4009', params: { extension: name, reference }, extension: name, version });
}

const COMPONENT_TYPES = new Set<unknown>(
  ['react.memo', 'react.forward_ref', 'react.lazy'].map((name) => Symbol.for(name)),
);

function isComponent(value: unknown): value is ComponentType<Record<string, unknown>> {
  if (typeof value === 'function') return true;
  return isObject(value) && COMPONENT_TYPES.has(value.$$typeof);
}

function isParcel(value: unknown): value is ParcelLifecycles {
  return isObject(value) && isLifecycle(value.mount) && isLifecycle(value.unmount);
}

function isLifecycle(value: unknown): boolean {
  return typeof value === 'function' || (Array.isArray(value) && value.every((step) => typeof step === 'function'));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
