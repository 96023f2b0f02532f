import type { ReactNode } from 'react';
import { Badge, Button, Callout, EmptyState, Status, Stepper, type Tone } from '../../src/index.ts';
import { Section } from '../section.tsx';

const words: Readonly<Record<Tone, string>> = {
  ok: 'Running',
  info: 'Scheduled',
  warning: 'Degraded',
  danger: 'Failed',
  neutral: 'Stopped',
  progress: 'Rolling out',
};
const tones = Object.keys(words) as Tone[];

export function States(): ReactNode {
  return (
    <>
      <Section title="Status">
        <div className="gallery-row">
          {tones.map((tone) => (
            <Status key={tone} tone={tone}>
              {words[tone]}
            </Status>
          ))}
        </div>
        <div className="gallery-row">
          {tones.map((tone) => (
            <Badge key={tone} tone={tone}>
              {words[tone]}
            </Badge>
          ))}
          <Badge tone="accent">v2.4.0</Badge>
        </div>
        <div className="gallery-grid">
          {tones.map((tone) => (
            <Callout
              key={tone}
              tone={tone}
              title={`${words[tone]}: 3 of 5 replicas answer`}
              actions={tone === 'danger' ? <Button size="sm">Try again</Button> : undefined}
            >
              The image could not be pulled. Check the name of the registry, then try again.
            </Callout>
          ))}
        </div>
      </Section>
      <Section title="Steps">
        <Stepper
          label="Installation"
          steps={[
            { id: 'a', title: 'Choose version', state: 'done' },
            { id: 'b', title: 'Check rights', state: 'done', description: 'Two cluster roles' },
            { id: 'c', title: 'Install', state: 'current' },
            { id: 'd', title: 'Activate', state: 'upcoming' },
          ]}
        />
        <Stepper
          orientation="vertical"
          steps={[
            { id: 'a', title: 'Pull the package', state: 'done', description: '1.2 MB in 340 ms' },
            { id: 'b', title: 'Verify', state: 'progress' },
            { id: 'c', title: 'Unpack', state: 'failed', description: 'The archive ends too early' },
            { id: 'd', title: 'Activate', state: 'upcoming' },
          ]}
        />
      </Section>
      <Section title="Empty">
        <div className="gallery-grid">
          <EmptyState
            kind="nothing"
            title="No projects yet"
            description="A project holds workloads and the people who may see them."
            action={<Button icon="plus">New project</Button>}
          />
          <EmptyState
            kind="no-match"
            title="Nothing matches “redis”"
            description="Two filters are active."
            action={<Button>Clear filters</Button>}
          />
          <EmptyState
            kind="forbidden"
            title="You may not list nodes"
            description="Ask an administrator of cluster host for the right to list nodes."
          />
          <EmptyState
            kind="unavailable"
            title="Metrics are not available"
            description="The extension Metrics would bring them."
            action={<Button>Show in Extensions Center</Button>}
          />
        </div>
      </Section>
    </>
  );
}
