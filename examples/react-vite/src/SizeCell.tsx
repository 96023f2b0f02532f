import { useShell } from '@luban/sdk';

/** Column of installed extensions: the size of all their files. */
export default function SizeCell({ resource }: { resource: { bytes: number } }) {
  const locale = useShell((shell) => shell.locale);
  return new Intl.NumberFormat(locale, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 1 }).format(
    resource.bytes / 1000,
  );
}
