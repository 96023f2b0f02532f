import { Navigate } from 'react-router';
import { MARKETPLACE } from '../urls.ts';

/** Whoever shortens an address lands where finding extensions begins. */
export default function StartPage() {
  return <Navigate replace to={MARKETPLACE} />;
}
