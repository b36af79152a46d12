package coffer.files;

/** How making a collection ended. */
public sealed interface MakeResult
        permits MakeResult.Made,
                Refusal.NameTaken,
                Refusal.NoParent,
                Refusal.NotAllowed,
                Refusal.PreconditionFailed,
                Refusal.Locked,
                Refusal.QuotaExceeded,
                Refusal.PropertiesRefused {
    record Made(Entry entry) implements MakeResult {}
}
