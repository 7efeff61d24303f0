// All tables of a report. Releases are added one by one.

import type { Rendered } from '../../../render/render';
import type { Graph } from '../graph/model';
import { Credentials } from './credentials';
import { Exposure } from './exposure';
import { Images } from './images';
import { Needs } from './needs';
import { Privileges } from './privileges';
import { Resources } from './resources';
import type { Table } from './table';

export class Tables {
  private readonly images = new Images();
  private readonly resources = new Resources();
  private readonly exposure = new Exposure();
  private readonly privileges = new Privileges();
  private readonly needs = new Needs();
  private readonly credentials = new Credentials();

  add(release: Rendered, graph: Graph): void {
    this.images.add(release);
    this.resources.add(release);
    this.exposure.add(release.name, graph);
    this.privileges.add(release);
    this.needs.add(release);
    this.credentials.add(release);
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
