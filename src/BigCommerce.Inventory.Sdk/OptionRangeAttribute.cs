using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace BigCommerce.Inventory;

/// <summary>The range of an option that is a number or a time. Messages name its configuration key.</summary>
/// <param name="min">The smallest value; a time in seconds.</param>
/// <param name="max">The largest value; a time in seconds.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OptionRangeAttribute(double min, double max) : ValidationAttribute
{
    public const double Minute = 60;
    public const double Hour = 60 * Minute;
    public const double Day = 24 * Hour;

    public double Min => min;

    public double Max => max;

    /// <summary>Whether <see cref="Min"/> itself is out of range.</summary>
    public bool ExcludesMin { get; init; }

    /// <summary>Whether <see cref="Timeout.InfiniteTimeSpan"/> is allowed too.</summary>
    public bool AllowsInfinite { get; init; }

    public override bool IsValid(object? value)
    {
        var number = value is TimeSpan time ? time.TotalSeconds : Convert.ToDouble(value, CultureInfo.InvariantCulture);
        return (number >= min && number <= max && !(ExcludesMin && number == min))
            || (AllowsInfinite && value is TimeSpan span && span == Timeout.InfiniteTimeSpan);
    }

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        if (IsValid(value))
        {
            return ValidationResult.Success;
        }

        string Text(double limit) => value is TimeSpan
            ? limit == 0 ? "0" : TimeSpan.FromSeconds(limit).ToString("c", CultureInfo.InvariantCulture)
            : limit.ToString("#,0.##", CultureInfo.InvariantCulture);
        var range = max == int.MaxValue ? $"{Text(min)} or more"
            : ExcludesMin ? $"more than {Text(min)} and at most {Text(max)}"
            : $"{Text(min)} to {Text(max)}";

        // The generated validator calls the member "BigCommerceInventoryOptions.Resilience.MaxRetryAttempts".
        var key = validationContext.DisplayName[(validationContext.DisplayName.IndexOf('.') + 1)..].Replace('.', ':');
        return new ValidationResult($"{key} takes {range}{(AllowsInfinite ? ", or infinite (-00:00:00.001)" : "")}.");
    }
}
