import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fullImageName, parseImageName } from './image-name.ts';
import { profileOf } from './profile-of.ts';
import { simulatePull } from './pull.ts';

test.each([
  ['nginx', 'docker.io/library/nginx:latest'],
  ['nginx:1.27', 'docker.io/library/nginx:1.27'],
  ['bitnami/redis', 'docker.io/bitnami/redis:latest'],
  ['registry.example:5000/team/app:v1', 'registry.example:5000/team/app:v1'],
  ['localhost/app', 'localhost/app:latest'],
  [`ghcr.io/x/y@sha256:${'a'.repeat(64)}`, `ghcr.io/x/y@sha256:${'a'.repeat(64)}`],
])('%s stands for %s', (text, full) => {
  const name = parseImageName(text);
  expect(name && fullImageName(name)).toBe(full);
});

test.each(['', 'Nginx', 'nginx:', 'a b', 'nginx:!', '../etc', 'x@sha256:1', 'x'.repeat(2000), 'a//b'])(
  '%s names no image',
  (text) => {
    expect(parseImageName(text)).toBeUndefined();
    expect(simulatePull(text, 'seed').result).toBe('invalid-name');
  },
);

test('a full name stands for itself, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'ab1/:.-@_') }), (text) => {
      const name = parseImageName(text);
      if (name !== undefined) expect(parseImageName(fullImageName(name))).toEqual(name);
    }),
  );
});

test('images that are named so fail with the messages of the container runtime', () => {
  const messageOf = (image: string) => {
    const pull = simulatePull(image, 'seed');
    return pull.result === 'failed' ? pull.message : pull.result;
  };
  expect(messageOf('nginx:missing')).toBe(
    'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:missing": failed to resolve reference "docker.io/library/nginx:missing": docker.io/library/nginx:missing: not found',
  );
  expect(messageOf('acme/does-not-exist')).toContain('pull access denied, repository does not exist');
  expect(messageOf('registry.invalid/app:1')).toContain('dial tcp: lookup registry.invalid: no such host');
  expect(messageOf('nginx')).toBe('pulled');
});

test('pulling is the same at each run, and takes longer for more', () => {
  expect(simulatePull('shop/app:1', 'seed')).toEqual(simulatePull('shop/app:1', 'seed'));
  const small = simulatePull('busybox', 'seed');
  const large = simulatePull('mysql', 'seed');
  if (small.result !== 'pulled' || large.result !== 'pulled') throw new Error('both are there');
  expect(large.milliseconds).toBeGreaterThan(small.milliseconds);
});

test('kinds of images are known by the end of their repository', () => {
  expect(profileOf('registry.example/base/nginx:1').name).toBe('nginx');
  expect(profileOf('busybox').name).toBe('busybox');
  expect(profileOf('eclipse-temurin:21').name).toBe('java');
  expect(profileOf('shop/cart').name).toBe('app');
  expect(profileOf('::').name).toBe('app');
});
