// @ts-check
/** One sender of a ticket at a time, over all tabs of the browser (Web Locks). */

export class TicketLocks {
  /** Web Locks need https, and a sandboxed page may not have them. */
  areAvailable = "locks" in navigator;

  /**
   * Works with a ticket while no other tab does. Without Web Locks, or if another tab has the lock and this one does not
   * wait, the work is not exclusive.
   * @template T
   * @param {string} id @param {boolean} waits for the other tab @param {(isExclusive: boolean) => Promise<T>} work
   * @returns {Promise<T>}
   */
  async withTicket(id, waits, work) {
    if (!this.areAvailable) return work(false);
    let hasBegun = false;
    try {
      return await navigator.locks.request(`support-ticket-outbox ${id}`, { ifAvailable: !waits }, (lock) => {
        hasBegun = true;
        return work(!!lock);
      });
    } catch (error) {
      if (hasBegun) throw error;
      this.areAvailable = false;
      return work(false);
    }
  }
}
