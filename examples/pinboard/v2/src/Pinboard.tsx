import { Pinboard } from '../../shared/Pinboard.tsx';

export default function Page() {
  return <Pinboard colours />;
}
