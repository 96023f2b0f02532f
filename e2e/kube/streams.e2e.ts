import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KUBE_RELEASES } from '../support/kube-binaries.ts';
import { kubeStage, manifest } from '../support/kube-stage.ts';

const stage = kubeStage();

describe.concurrent.each(KUBE_RELEASES)('kubectl into containers, %s', (release) => {
  it('reads logs, follows them, and those from before', async () => {
    const kubectl = stage.kubectl(release);
    await kubectl(
      "run ticks --image=busybox --restart=Never -- sh -c 'for i in 1 2 3; do echo tick $i; sleep 1; done'",
    );
    await kubectl('wait pod/ticks --for=jsonpath={.status.phase}=Running --timeout=150s');
    expect(await kubectl('logs -f ticks')).toBe('tick 1\ntick 2\ntick 3\n');
    expect(await kubectl('logs ticks --tail=1')).toBe('tick 3\n');
    expect(await kubectl('logs ticks --tail=1 --timestamps')).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z tick 3\n$/);
    expect(await kubectl('logs ticks --limit-bytes=4')).toBe('tick');
    expect(await kubectl('logs -l run=ticks --prefix --tail=1')).toBe('[pod/ticks/ticks] tick 3\n');
    expect((await kubectl.try('logs ticks --previous')).stderr).toBe(
      'Error from server (BadRequest): previous terminated container "ticks" in pod "ticks" not found\n',
    );
    expect((await kubectl.try('logs ticks -c other')).stderr).toBe(
      'error: container other is not valid for pod ticks\n',
    );
    await kubectl("run again --image=busybox -- sh -c 'echo first life; sleep 1; exit 1'");
    await kubectl.until('get pod again', /again +0\/1 +CrashLoopBackOff +1 \(\d+s ago\)/);
    expect(await kubectl('logs again --previous')).toBe('first life\n');
    await kubectl('create deployment logged --image=nginx:1.27');
    await kubectl('rollout status deployment/logged --timeout=150s');
    expect(await kubectl('logs deployment/logged')).toContain('start worker process');
  });

  it('runs commands, with and without a terminal, and copies both ways', async () => {
    const kubectl = stage.kubectl(release);
    await kubectl('run box --image=nginx:1.27 --env=COLOR=red');
    await kubectl('wait pod/box --for=condition=Ready --timeout=150s');
    expect(await kubectl('exec box -- hostname')).toBe('box\n');
    const environment = await kubectl('exec box -- env');
    expect(environment).toContain('COLOR=red\n');
    expect(environment).toContain('KUBERNETES_SERVICE_HOST=10.96.0.1\n');
    expect(environment).not.toContain('IFS=');
    expect(await kubectl.try("exec box -- sh -c 'echo out; echo err >&2; exit 7'")).toEqual({
      ...{ code: 7, stdout: 'out\n', stderr: 'err\ncommand terminated with exit code 7\n' },
    });
    expect(await kubectl('exec -i box -- cat', { input: 'through\n' })).toBe('through\n');
    expect(await kubectl('exec -i box -- sh', { input: 'cd /etc\npwd\n' })).toBe('/etc\n');
    expect((await kubectl.try('exec box -c other -- ls')).stderr).toBe(
      'Error from server (BadRequest): container other is not valid for pod box\n',
    );
    const old = { environment: { KUBECTL_REMOTE_COMMAND_WEBSOCKETS: 'false' } };
    expect(await kubectl('exec box -- hostname', old)).toBe('box\n');
    // Without a terminal of its own kubectl says so, and goes on.
    const terminal = await kubectl.try("exec -it box -- sh -c 'echo $COLOR'");
    expect(terminal).toMatchObject({ code: 0, stdout: 'red\n' });
    expect(terminal.stderr).toContain('Unable to use a TTY - input is not a terminal or the right kind of file');

    await manifest(kubectl, 'note.txt', 'a note\n');
    expect(await kubectl.try('cp note.txt box:/tmp/note.txt')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await kubectl('exec box -- cat /tmp/note.txt')).toBe('a note\n');
    await kubectl("exec box -- sh -c 'mkdir -p /tmp/d/e && echo deep > /tmp/d/e/f'");
    await kubectl('cp box:/tmp/d copied');
    expect(await readFile(join(kubectl.home, 'copied/e/f'), 'utf8')).toBe('deep\n');
    const missing = await kubectl.try('cp box:/missing lost');
    expect(missing.code).not.toBe(0);
    expect(missing.stdout).toContain('tar: /missing: Cannot stat: No such file or directory');
  });

  it('has a terminal where there is one', async () => {
    const kubectl = stage.kubectl(release);
    await kubectl('run screen --image=busybox --command -- sleep 3600');
    await kubectl('wait pod/screen --for=condition=Ready --timeout=150s');
    const typed = 'sleep 1; tty; stty size; exit 4\n';
    const outcome = await kubectl.terminal('exec -it screen -- sh', typed);
    expect(outcome.stdout).toMatch(/\/dev\/pts\/0\r\n30 100\r\n/);
    expect(outcome.stdout).not.toContain('Unknown stream');
    expect(outcome.stdout).toContain('command terminated with exit code 4');
  });

  it('forwards ports', async () => {
    const kubectl = stage.kubectl(release);
    await kubectl('create deployment front --image=nginx:1.27 --port=80');
    await kubectl('expose deployment front --port=8080 --target-port=80');
    await kubectl('rollout status deployment/front --timeout=150s');
    for (const target of ['deployment/front :80', 'service/front :8080']) {
      await using forwarding = await kubectl.start(`port-forward ${target}`);
      const [, port] = await forwarding.until(/Forwarding from 127\.0\.0\.1:(\d+) -> 80\n/);
      const responses = await Promise.all([1, 2, 3].map(() => fetch(`http://127.0.0.1:${port}/`)));
      for (const response of responses) {
        expect(response.status).toBe(200);
        expect(await response.text()).toContain('nginx');
      }
      await forwarding.until(new RegExp(`Handling connection for ${port}\n`));
    }
    await using closed = await kubectl.start('port-forward deployment/front :81');
    const [, port] = await closed.until(/Forwarding from 127\.0\.0\.1:(\d+) -> 81\n/);
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
    await closed.until(/failed to connect to localhost:81 inside namespace .*connection refused/);
  });

  it('attaches and debugs', async () => {
    const kubectl = stage.kubectl(release);
    await kubectl("run slow --image=busybox -- sh -c 'while true; do echo beat; sleep 1; done'");
    await kubectl('wait pod/slow --for=condition=Ready --timeout=150s');
    await using attached = await kubectl.start('attach slow');
    await attached.until(/beat\n(.*\n)*beat\n/);
    await attached.stop();
    expect(await kubectl('debug slow --image=busybox --profile=general -c aid -- sleep 60')).toBe('');
    await kubectl.until(
      "get pod slow -o jsonpath='{.status.ephemeralContainerStatuses[0].state.running.startedAt}'",
      /^\d{4}-/,
    );
    expect(await kubectl('exec slow -c aid -- hostname')).toBe('slow\n');
    await kubectl('debug slow --copy-to=slow-copy --profile=general --image=busybox -c aid -- sleep 60');
    await kubectl.until('get pod slow-copy', /slow-copy +2\/2 +Running/);
  });

  it('passes on through a proxy', async () => {
    const kubectl = stage.kubectl(release);
    await kubectl('create configmap seen --from-literal=a=b');
    await using proxy = await kubectl.start('proxy --port=0');
    const [, address] = await proxy.until(/Starting to serve on (127\.0\.0\.1:\d+)\n/);
    const url = `http://${address}/api/v1/namespaces/work-${release}/configmaps/seen`;
    expect(await (await fetch(url)).json()).toMatchObject({ kind: 'ConfigMap', data: { a: 'b' } });
    expect((await fetch(`http://${address}/api/v1/namespaces/work-${release}/configmaps/unseen`)).status).toBe(404);
  });
});
