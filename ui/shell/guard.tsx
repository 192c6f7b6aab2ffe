import { HeartCrack } from "lucide-preact";
import { Component, type ComponentChildren } from "preact";
import { Button, EmptyState, Page } from "../design/index.ts";
import { text } from "./strings.ts";

/**
 * A page that breaks while it is drawn must not leave an empty screen: what was written is on disk,
 * and a way out is shown. Going elsewhere tries again (`address` changes).
 */
export class Guard extends Component<
  { address: string; children: ComponentChildren },
  { brokenAt: string | null }
> {
  override state = { brokenAt: null };

  override componentDidCatch(): void {
    this.setState({ brokenAt: this.props.address });
  }

  override render() {
    if (this.state.brokenAt !== this.props.address) return this.props.children;
    return (
      <Page title={text.t("broken.title")}>
        <EmptyState
          icon={HeartCrack}
          title={text.t("broken.what")}
          action={
            <Button kind="primary" onClick={() => location.reload()}>
              {text.t("broken.reload")}
            </Button>
          }
        >
          {text.t("broken.safe")}
        </EmptyState>
      </Page>
    );
  }
}
