/** A panel for people who debug extensions. A chunk of its own: import it when it is opened. */
export { Inspector, type InspectorProps } from './inspector/inspector.tsx';
