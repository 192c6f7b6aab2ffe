/** A disk that forgets what was not synced when the power goes. */
import type { Dice } from "./dice.ts";

export class Disk<Value> {
  private readonly synced = new Map<string, Value>();
  private readonly unsynced: [string, Value][] = [];

  write(key: string, value: Value): void {
    this.unsynced.push([key, value]);
  }

  /** Everything written so far survives from here on. */
  sync(): void {
    for (const [key, value] of this.unsynced.splice(0)) this.synced.set(key, value);
  }

  /** Of what was not synced, some of the beginning may have reached the disk: real disks do that. */
  cutPower(dice: Dice): void {
    this.unsynced.length = dice.below(this.unsynced.length + 1);
    this.sync();
  }

  /** What a start finds. */
  read(): [string, Value][] {
    return [...this.synced];
  }
}
