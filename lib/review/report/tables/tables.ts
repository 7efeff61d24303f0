// All tables of a report. Releases are added one by one.

import type { Rendered } from '../../../render/render';
import type { Graph } from '../graph/model';
import { Credentials } from './credentials';
import { Exposure } from './exposure';
import { Images } from './images';
import { Needs } from './needs';
import { Privileges } from './privileges';
import { Resources } from './resources';
import type { Owner, Table } from './table';

export class Tables {
  private readonly images = new Images();
  private readonly resources = new Resources();
  private readonly exposure = new Exposure();
  private readonly privileges = new Privileges();
  private readonly needs = new Needs();
  private readonly credentials = new Credentials();

  /** `section`: the same number for releases with the same objects. */
  add(release: Rendered, graph: Graph, section: number): void {
    const owner: Owner = { release: release.name, section };
    this.images.add(release);
    this.resources.add(owner, release);
    this.exposure.add(owner, graph);
    this.privileges.add(owner, release);
    this.needs.add(owner, release);
    this.credentials.add(owner, release);
  }

  /** `named`: with the names of the releases. */
  all(named: boolean): Table[] {
    return [
      this.images.table(),
      ...this.resources.tables(named),
      ...this.exposure.tables(named),
      ...this.privileges.tables(named),
      this.needs.table(named),
      this.credentials.table(named),
    ];
  }
}
