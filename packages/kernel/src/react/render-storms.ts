/**
 * Stops content that renders without end from an effect. React itself ends loops of renders and of layout effects, but
 * a component that sets its state in an effect, or in a promise that an effect made, goes on for ever at thousands of
 * renders a second: the page stays usable, and one core of the machine is gone.
 *
 * Notes: React tells of its commits through the hook that its developer tools use, which must be in place before
 * `react-dom/client` is evaluated. Where it came too late nothing is watched, and all else works.
 */
import { ExtensionBoundary } from './extension-boundary.tsx';

/** Milliseconds. */
const WINDOW = 2_000;
/** Commits of all roots within the window from which on their origin is looked for. Animations stay well below. */
const SUSPICIOUS = 200;
/** Commits within the window that start in one place: more than the fastest screen has frames. */
const TOO_MANY = 500;

/** The part of React's internal tree that is read here. */
interface Fiber {
  flags: number;
  stateNode: unknown;
  child: Fiber | null;
  sibling: Fiber | null;
  alternate: Fiber | null;
}

interface FiberRoot {
  current: Fiber;
}

interface DevToolsHook {
  onCommitFiberRoot?(renderer: unknown, root: FiberRoot, ...rest: unknown[]): void;
  [member: string]: unknown;
}

/** React's flag on components that were really rendered and not only passed on the way to one. */
const RENDERED = 1;

let windowStart = 0;
let commits = 0;
let origins = new Map<ExtensionBoundary, number>();

function noteCommit(root: FiberRoot): void {
  const now = performance.now();
  if (now - windowStart > WINDOW) {
    windowStart = now;
    commits = 0;
    origins = new Map();
  }
  commits += 1;
  if (commits < SUSPICIOUS) return;
  const origin = originOf(root.current, undefined);
  if (!origin) return;
  const count = (origins.get(origin) ?? 0) + 1;
  origins.set(origin, count);
  if (count !== TOO_MANY) return;
  // Not from within the commit.
  setTimeout(() => origin.stop(new Error(`Too many re-renders: ${TOO_MANY} within ${WINDOW} ms.`)));
}

/** The extension content in which the first rendered component of the last commit stands; undefined in the shell. */
function originOf(fiber: Fiber, around: ExtensionBoundary | undefined): ExtensionBoundary | undefined {
  const boundary = fiber.stateNode instanceof ExtensionBoundary ? fiber.stateNode : around;
  if (fiber.flags & RENDERED) return boundary;
  // A fiber that shares its children with its other half was not passed.
  if (fiber.child === fiber.alternate?.child) return undefined;
  for (let child = fiber.child; child; child = child.sibling) {
    const origin = originOf(child, boundary);
    if (origin) return origin;
  }
  return undefined;
}

function install(scope: { __REACT_DEVTOOLS_GLOBAL_HOOK__?: DevToolsHook }): void {
  scope.__REACT_DEVTOOLS_GLOBAL_HOOK__ ??= { renderers: new Map(), supportsFiber: true, inject: () => 1 };
  const hook = scope.__REACT_DEVTOOLS_GLOBAL_HOOK__;
  const before = hook.onCommitFiberRoot;
  hook.onCommitFiberRoot = (renderer, root, ...rest) => {
    before?.call(hook, renderer, root, ...rest);
    noteCommit(root);
  };
}

install(globalThis as { __REACT_DEVTOOLS_GLOBAL_HOOK__?: DevToolsHook });
