import { unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useT } from '@luban/sdk';
import { useEffect, useRef } from 'react';
import '../config/config.css';
import { yamlExtensions } from '../shared/code-mirror.ts';

/** What a new version comes with, marked where it is different from what the old one came with. */
export default function DefaultsDiff({ before, after }: { before: string; after: string }) {
  const t = useT();
  const host = useRef<HTMLDivElement>(null);
  const label = t('wizard.config.newDefaults.show');
  useEffect(() => {
    if (host.current === null) return;
    const view = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: after,
        extensions: [
          ...yamlExtensions(label),
          EditorState.readOnly.of(true),
          unifiedMergeView({
            original: before,
            mergeControls: false,
            gutter: true,
            collapseUnchanged: { margin: 3, minSize: 6 },
          }),
        ],
      }),
    });
    return () => view.destroy();
  }, [before, after, label]);
  return <div ref={host} className="center-yaml config-editor" />;
}
