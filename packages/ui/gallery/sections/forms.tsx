import { type ReactNode, useState } from 'react';
import { Button, Card, Checkbox, Field, SearchField, Select, Switch, TextArea, TextField } from '../../src/index.ts';
import { Section } from '../section.tsx';

export function Forms(): ReactNode {
  const [name, setName] = useState('checkout');
  const [password, setPassword] = useState('correct horse');
  const [text, setText] = useState('What the project is for');
  const [role, setRole] = useState<string | null>('viewer');
  const [none, setNone] = useState<string | null>(null);
  const [on, setOn] = useState(true);
  const [query, setQuery] = useState('redis');
  return (
    <Section title="Forms">
      <div className="gallery-grid">
        <Card title="Text">
          <div className="gallery-stack">
            <TextField
              label="Name"
              value={name}
              onValueChange={setName}
              description="Lower case, up to 63 letters."
              required
            />
            <TextField label="Address" value="htp://acme" error="Begin with https:// or oci://." icon="link" />
            <TextField label="Password" type="password" value={password} onValueChange={setPassword} />
            <TextField label="Cluster" value="" placeholder="host" disabled />
            <TextArea label="Description" value={text} onValueChange={setText} />
          </div>
        </Card>
        <Card title="Choices">
          <div className="gallery-stack">
            <Select
              label="Role"
              value={role}
              onValueChange={setRole}
              items={[
                { value: 'viewer', label: 'Viewer', description: 'Sees everything, changes nothing' },
                { value: 'operator', label: 'Operator' },
                { value: 'admin', label: 'Administrator', disabled: true },
              ]}
            />
            <Select
              label="Workspace"
              value={none}
              onValueChange={setNone}
              error="Choose one."
              items={[{ value: 'demo', label: 'Demo' }]}
            />
            <Checkbox
              label="Remove the data as well"
              checked={on}
              onCheckedChange={setOn}
              description="This cannot be undone."
            />
            <Checkbox label="All namespaces" checked={false} indeterminate onCheckedChange={setOn} />
            <Checkbox label="Not chosen" checked={!on} onCheckedChange={(next) => setOn(!next)} />
            <Checkbox label="Not for you" checked disabled />
            <Switch
              label="Enabled"
              checked={on}
              onCheckedChange={setOn}
              description="Open tabs follow within a second."
            />
            <Switch label="Off" checked={!on} onCheckedChange={(next) => setOn(!next)} />
            <Switch label="On its way" checked pending />
            <Switch label="Not for you" checked disabled />
          </div>
        </Card>
        <Card title="Other">
          <div className="gallery-stack">
            <SearchField value={query} onValueChange={setQuery} />
            <Field label="Own control" description="Any element can be tied to a label.">
              <input className="lb-input" type="date" defaultValue="2026-02-03" />
            </Field>
            <div className="gallery-row">
              <Button variant="primary">Save</Button>
              <Button>Cancel</Button>
            </div>
          </div>
        </Card>
      </div>
    </Section>
  );
}
