// Where entries wait on the device: IndexedDB, which outlives a killed browser; localStorage where
// there is none; else the page itself. Every tab of this browser sees the same entries, in the
// order of typing (`n`).

const NAME = "ej-entries";
const LOCAL = "ej-entries";

class Database {
  constructor(db) {
    this.db = db;
    db.onversionchange = () => db.close();
  }

  static open() {
    return new Promise((resolve, reject) => {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("entries", { keyPath: "n", autoIncrement: true });
      };
      asked.onsuccess = () => resolve(new Database(asked.result));
      asked.onerror = () => reject(asked.error);
    });
  }

  // `work` gets the store and says by its request what the answer is.
  run(work) {
    return new Promise((resolve, reject) => {
      const transaction = this.db.transaction("entries", "readwrite", { durability: "strict" });
      const request = work(transaction.objectStore("entries"));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  }

  all() { return this.run((entries) => entries.getAll()); }

  async add(entry) { return { ...entry, n: await this.run((entries) => entries.add(entry)) }; }

  // Remove these and keep those, both or neither.
  change({ gone = [], kept = [] }) {
    return this.run((entries) => {
      for (const n of gone) entries.delete(n);
      for (const entry of kept) entries.put(entry);
    });
  }
}

class LocalList {
  async all() { return this.read(); }

  async add(entry) {
    const entries = this.read();
    const added = { ...entry, n: (entries.at(-1)?.n ?? 0) + 1 };
    this.write([...entries, added]);
    return added;
  }

  async change({ gone = [], kept = [] }) {
    const put = new Map(kept.map((entry) => [entry.n, entry]));
    const left = this.read().filter(({ n }) => !gone.includes(n));
    this.write(left.map((entry) => put.get(entry.n) ?? entry));
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(LOCAL) ?? "[]");
    } catch {
      return [];
    }
  }

  write(entries) {
    if (entries.length) localStorage.setItem(LOCAL, JSON.stringify(entries));
    else localStorage.removeItem(LOCAL);
  }
}

async function open() {
  try {
    return await Database.open();
  } catch {
    const list = new LocalList();
    list.write(list.read());
    return list;
  }
}

let place = null;
const opened = () => (place ??= open());

// What could not be written to the device stays with the page: leaving it asks first.
const LAST = Number.MAX_SAFE_INTEGER;
let fleeting = [];
export const isFleeting = () => fleeting.length > 0;

const byOrder = (one, other) => one.n - other.n || one.typed_at.localeCompare(other.typed_at);

async function stored() {
  try {
    return await (await opened()).all();
  } catch {
    return [];
  }
}

export async function all(person) {
  const entries = [...(await stored()), ...fleeting];
  return entries.filter((entry) => entry.person === person).sort(byOrder);
}

export async function add(entry) {
  try {
    return await (await opened()).add(entry);
  } catch {
    const added = { ...entry, n: LAST };
    fleeting.push(added);
    return added;
  }
}

export async function change({ gone = [], kept = [] }) {
  const put = new Map(kept.map((entry) => [entry.key, entry]));
  const keys = new Set(gone.map(({ key }) => key));
  fleeting = fleeting.filter(({ key }) => !keys.has(key)).map((own) => put.get(own.key) ?? own);
  const lasting = ({ n }) => n < LAST;
  try {
    const store = await opened();
    await store.change({ gone: gone.filter(lasting).map(({ n }) => n), kept: kept.filter(lasting) });
  } catch {
    // an entry that could not be removed is sent again, and applied once all the same
  }
}

// What another person typed goes away unsent; without a person, all goes.
export async function forget({ exceptOf = null } = {}) {
  const gone = [...(await stored()), ...fleeting].filter(({ person }) => person !== exceptOf);
  await change({ gone });
}
