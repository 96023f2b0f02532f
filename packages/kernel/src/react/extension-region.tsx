import { Component, type ReactNode } from 'react';

/**
 * Goes around a part of the page in which views come and go. An effect that throws while its view is removed has no
 * boundary of its own any more, and React hands its error to the next one that stays. This one starts its content anew.
 */
export class ExtensionRegion extends Component<{ children: ReactNode }> {
  // Having caught something is all it takes: React then builds the children anew. What fails again goes further up.
  static getDerivedStateFromError() {
    return null;
  }

  override render() {
    return this.props.children;
  }
}
