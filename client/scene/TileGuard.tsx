import { Component, type ReactNode } from 'react';

type Props = {
  /** Draws what stands in place of the broken tile. */
  instead: (reason: string) => ReactNode;
  onBroken: (broken: boolean) => void;
  children: ReactNode;
};
type State = { reason: string | null };

/** A wall is unattended: a tile that broke is tried again after so long. */
const RETRY_MS = 30_000;

/** One broken tile says what is wrong; the others live. */
export class TileGuard extends Component<Props, State> {
  override state: State = { reason: null };
  private retry: ReturnType<typeof setTimeout> | undefined;

  static getDerivedStateFromError(error: unknown): State {
    return { reason: error instanceof Error ? error.message : String(error) };
  }

  override componentDidCatch(): void {
    this.props.onBroken(true);
    this.retry = setTimeout(() => {
      this.props.onBroken(false);
      this.setState({ reason: null });
    }, RETRY_MS);
  }

  override componentWillUnmount(): void {
    clearTimeout(this.retry);
  }

  override render(): ReactNode {
    return this.state.reason === null ? this.props.children : this.props.instead(this.state.reason);
  }
}
