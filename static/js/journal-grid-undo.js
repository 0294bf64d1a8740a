// Ctrl+Z and Ctrl+Y over one's own writing: taking back is a new writing of the old text, which asks
// whether the cell still says what was written (else somebody else is there, and is shown).

const MOST = 100;

export class Undo {
  constructor() {
    this.done = [];
    this.undone = [];
  }

  // changes: [{lesson, student, before, after, kind}]
  note(changes) {
    this.done.push(changes);
    if (this.done.length > MOST) this.done.shift();
    this.undone = [];
  }

  back() {
    const changes = this.done.pop();
    if (!changes) return [];
    this.undone.push(changes);
    return changes.map(({ before, after, kind, ...place }) => ({ ...place, text: before, seen: after, kind }));
  }

  again() {
    const changes = this.undone.pop();
    if (!changes) return [];
    this.done.push(changes);
    return changes.map(({ before, after, kind, ...place }) => ({ ...place, text: after, seen: before, kind }));
  }
}
