"""Numbers with named axes, for those who work with xarray."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from buyermaze.simulator.core.errors import InputProblem

if TYPE_CHECKING:
    import xarray


def labelled(
    values: Mapping[str, np.ndarray], axes: Sequence[str], coordinates: Mapping[str, Any], about: Mapping[str, str]
) -> "xarray.Dataset":
    """Return a data set of variables that share their axes.

    Parameters
    ----------
    values
        Array by name of variable, one dimension per axis.
    axes
        Names of the dimensions in order.
    coordinates
        What labels the dimensions: values by the dimension's name, or (dimension, values) under a name of its own.
    about
        Unit by name of variable.

    Raises
    ------
    InputProblem
        If xarray is not installed.
    """
    try:
        import xarray
    except ImportError:
        raise InputProblem("to_xarray: this needs xarray: install it with  pip install 'buyermaze[frames]'") from None
    data = {name: (tuple(axes), array, {"units": about.get(name, "")}) for name, array in values.items()}
    return xarray.Dataset(data, coords=dict(coordinates))
